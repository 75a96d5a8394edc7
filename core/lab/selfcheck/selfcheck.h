#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "core/base/run_context.h"

namespace orator::lab::selfcheck {

/// One comparison of a network or algorithm of ours with a golden tensor.
struct CheckLine {
  std::string part;      ///< golden file without suffix: "expnet"
  std::string quantity;  ///< tensor in it: "out"
  double error = 0;      ///< largest, in the unit of the tolerance; infinite when shapes differ
  double tolerance = 0;
  bool relative = false;  ///< to the standard deviation of the golden tensor
  bool ok = false;
};

/// Everything that was compared in one golden file.
struct PartResult {
  std::string part;
  std::vector<CheckLine> lines;
  std::optional<Error> refused;  ///< the file is missing, damaged or not a golden; lines is empty then

  /// The line that comes nearest to its tolerance or exceeds it most. @return null without lines
  const CheckLine* worst() const;
  bool ok() const;
};

/// Fills every published network (of SadTalker, SyncNet, Wav2Lip, GFPGAN, ParseNet, Real-ESRGAN,
/// LivePortrait) with the formula weights of the salt in each golden file, runs it on the golden inputs and
/// compares; compares crops, alignment, coefficient windows, smoothing, scores and both forms of torch.save
/// likewise. Needs no weights. About a minute on two cores and 4 GB of memory. A file that cannot be used
/// fails its part and the others still run.
/// @param goldens a folder with the files of one or several models, as tests/golden/*/data hold them
/// @throws Error fileNotFound, invalidArgument (not a folder), cancelled
std::vector<PartResult> run(const std::filesystem::path& goldens, const RunContext& context);

/// Names of the parts, in the order they run: those of every model of which the folder has a file,
/// SadTalker's where it has none. The pose VAE has a part for each length in the folder (posevae_T75), the
/// renderer one for each picture side (render_128); of both at least one is wanted, as of LivePortrait's warp
/// and generate.
std::vector<std::string> parts(const std::filesystem::path& goldens);
/// One part alone. @throws Error invalidArgument for an unknown name, fileNotFound (a golden file),
/// checkpointRefused (a damaged one, or one without the tensors of this part)
std::vector<CheckLine> runPart(const std::string& part, const std::filesystem::path& goldens);

}  // namespace orator::lab::selfcheck
