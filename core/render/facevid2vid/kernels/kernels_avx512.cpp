#include "core/render/facevid2vid/kernels/kernels.h"

namespace orator::render::facevid2vid::kernels {
namespace {

constexpr int kWidth = 16;
constexpr int kRows = 12;
constexpr const char* kName = "avx512";
#include "core/render/facevid2vid/kernels/kernels_body.h"

}  // namespace

extern const Kernels* const kAvx512Kernels;
const Kernels* const kAvx512Kernels = &kTable;

}  // namespace orator::render::facevid2vid::kernels
