#include "core/render/facevid2vid/kernels/kernels.h"

namespace orator::render::facevid2vid::kernels {
namespace {

constexpr int kWidth = 4;
constexpr int kRows = 4;
constexpr const char* kName = "portable";
#include "core/render/facevid2vid/kernels/kernels_body.h"

}  // namespace

extern const Kernels* const kPortableKernels;
const Kernels* const kPortableKernels = &kTable;

}  // namespace orator::render::facevid2vid::kernels
