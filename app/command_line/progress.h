#pragma once

#include <memory>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>

#include "core/base/error.h"
#include "core/base/run_context.h"

namespace orator::cli {

/// `--progress`: automatic is a bar on a terminal and a line every tenth elsewhere, json is one object a line
/// on standard output, none is silence.
enum class ProgressMode { automatic, json, none };

/// What the person or the program in front of the command line gets to see of the work.
class Progress : public ProgressSink {
 public:
  /// The work succeeded. @param text for a person @param details for a program
  virtual void finished(const std::string& text, const nlohmann::json& details) = 0;
  /// The work failed; goes to standard error.
  virtual void failed(const Error& error) = 0;
};

/// @param program its name, at the head of a failure on a terminal
std::unique_ptr<Progress> makeProgress(ProgressMode mode, const std::string& program);

/// Text as a terminal may be given it: control characters but for tabs and ends of lines become "\x1B". Names
/// of files, and what files say, are anybody's, and a terminal obeys what is written to it.
std::string printable(std::string_view text);

/// Seconds as "4 s", "3:07" or "1:02:09".
std::string clockText(double seconds);

}  // namespace orator::cli
