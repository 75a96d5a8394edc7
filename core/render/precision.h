#pragma once

namespace orator::render {

/// What the arithmetic of a neural renderer may do.
enum class Precision {
  exact,  ///< float32 throughout, also on CUDA (TF32 off)
  fast,   ///< CUDA only: float16 convolutions with float32 sums; statistics, grids, key points and softmax
          ///< stay float32
};

}  // namespace orator::render
