#pragma once

#include <ATen/Context.h>

namespace orator::render::facevid2vid {

/// Float32 means float32: no TF32 in the matrix units while this lives.
class FullFloat32 {
 public:
  FullFloat32() : cudnn_(at::globalContext().allowTF32CuDNN()), blas_(at::globalContext().allowTF32CuBLAS()) {
    set(false, false);
  }
  ~FullFloat32() { set(cudnn_, blas_); }

 private:
  static void set(bool cudnn, bool blas) {
    at::globalContext().setAllowTF32CuDNN(cudnn);
    at::globalContext().setAllowTF32CuBLAS(blas);
  }
  bool cudnn_, blas_;
};

}  // namespace orator::render::facevid2vid
