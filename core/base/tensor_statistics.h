#pragma once

#include <atomic>
#include <cstdint>
#include <map>
#include <mutex>
#include <string>
#include <vector>

namespace orator {

/// What a tensor looked like when it last passed a point in the code. Free of LibTorch, so that the studio
/// can show it.
struct TensorSummary {
  std::string name;
  std::vector<std::int64_t> shape;
  std::string dtype;                ///< "float32"
  std::string device;               ///< "cpu", "cuda:0"
  double minimum = 0, maximum = 0;  ///< of the finite values; 0 when there are none
  std::int64_t notFinite = 0;       ///< NaN and infinite values
  std::int64_t seen = 0;            ///< how often a tensor of this name passed
};

/// The last summary of every name. Off until somebody looks: to make one reads the whole tensor.
/// Safe to call from any thread.
class TensorStatistics {
 public:
  /// Those of this process.
  static TensorStatistics& shared();

  void setEnabled(bool on) { enabled_ = on; }
  bool isEnabled() const { return enabled_; }
  /// Replaces the summary of the same name and counts it.
  void add(TensorSummary summary);
  /// By name, ascending.
  std::vector<TensorSummary> all() const;
  void clear();

 private:
  std::atomic<bool> enabled_ = false;
  mutable std::mutex mutex_;
  std::map<std::string, TensorSummary> summaries_;
};

}  // namespace orator
