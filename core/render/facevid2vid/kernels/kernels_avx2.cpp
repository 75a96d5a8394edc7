#include "core/render/facevid2vid/kernels/kernels.h"

namespace orator::render::facevid2vid::kernels {
namespace {

constexpr int kWidth = 8;
constexpr int kRows = 6;
constexpr const char* kName = "avx2";
#include "core/render/facevid2vid/kernels/kernels_body.h"

}  // namespace

extern const Kernels* const kAvx2Kernels;
const Kernels* const kAvx2Kernels = &kTable;

}  // namespace orator::render::facevid2vid::kernels
