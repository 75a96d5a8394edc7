#include "core/render/facevid2vid/kernels/kernels.h"

namespace orator::render::facevid2vid::kernels {

#ifdef __x86_64__
extern const Kernels* const kAvx512Kernels;
extern const Kernels* const kAvx2Kernels;
#endif
extern const Kernels* const kPortableKernels;

const Kernels* const* available(int& count) {
  struct Found {
    const Kernels* all[3];
    int count = 0;
  };
  static const Found found = [] {
    Found list;
#ifdef __x86_64__
    if (__builtin_cpu_supports("avx512f")) list.all[list.count++] = kAvx512Kernels;
    if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma"))
      list.all[list.count++] = kAvx2Kernels;
#endif
    list.all[list.count++] = kPortableKernels;
    return list;
  }();
  count = found.count;
  return found.all;
}

const Kernels& kernels() {
  int count;
  return *available(count)[0];
}

}  // namespace orator::render::facevid2vid::kernels
