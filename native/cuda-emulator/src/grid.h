// Runs a kernel launch on the host's cores.
#pragma once

#include "kernel.h"

namespace jaynes::emulator {

// Runs all blocks of the launch on up to `threads` host threads, the calling one among them, and returns when they are
// done. Throws KernelFailure when a block failed; the other blocks may then have run or not, as on a GPU.
void run_grid(const Launch& launch, unsigned threads);

}  // namespace jaynes::emulator
