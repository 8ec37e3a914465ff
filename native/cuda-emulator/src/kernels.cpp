// The kernels of this build: those of all modules of kernels/src. The build writes all_kernels.list.h, which includes
// the list of every module.
#include "jaynes_decoder.h"
#include "jaynes_photonics.h"
#include "jaynes_plan.h"
#include "kernel.h"

extern "C" {
#define JAYNES_KERNEL(name, arguments, synchronizes) void name(arguments);
#include "all_kernels.list.h"
#undef JAYNES_KERNEL
}

namespace jaynes::emulator {

const std::vector<Kernel>& compiled_kernels() {
    static const std::vector<Kernel> kernels{
#define JAYNES_KERNEL(name, arguments, synchronizes) make_kernel<name>(#name, synchronizes),
#include "all_kernels.list.h"
#undef JAYNES_KERNEL
    };
    return kernels;
}

}  // namespace jaynes::emulator
