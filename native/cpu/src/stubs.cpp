// Functions of the ABI whose kernels are not there yet: they refuse every argument.
#include "jaynes_cpu.h"

extern "C" {
uint64_t jaynes_cpu_pass_scratch_bytes(int32_t, uint32_t) {
    return 0;
}
int32_t jaynes_cpu_pass(int32_t, int32_t, const JaynesPassArguments*, uint64_t, uint64_t, void*) {
    return JAYNES_CPU_INVALID_ARGUMENT;
}
int32_t jaynes_cpu_initialize(int32_t, int32_t, const JaynesInitializeArguments*, uint64_t, uint64_t) {
    return JAYNES_CPU_INVALID_ARGUMENT;
}
int32_t jaynes_cpu_marginal(int32_t, int32_t, const JaynesMarginalArguments*, uint64_t, uint64_t) {
    return JAYNES_CPU_INVALID_ARGUMENT;
}
int32_t jaynes_cpu_fold(int32_t, const JaynesFoldArguments*, uint64_t, uint64_t) {
    return JAYNES_CPU_INVALID_ARGUMENT;
}
int32_t jaynes_cpu_probability(int32_t, int32_t, const JaynesProbabilityArguments*, uint64_t, uint64_t) {
    return JAYNES_CPU_INVALID_ARGUMENT;
}
int32_t jaynes_cpu_pauli(int32_t, int32_t, const JaynesPauliArguments*, uint64_t, uint64_t) {
    return JAYNES_CPU_INVALID_ARGUMENT;
}
int32_t jaynes_cpu_sample(int32_t, int32_t, const JaynesSampleArguments*, uint64_t, uint64_t) {
    return JAYNES_CPU_INVALID_ARGUMENT;
}
int32_t jaynes_cpu_collapse(int32_t, int32_t, const JaynesCollapseArguments*, uint64_t, uint64_t) {
    return JAYNES_CPU_INVALID_ARGUMENT;
}
int32_t jaynes_cpu_advise_huge_pages(void*, uint64_t) {
    return JAYNES_CPU_OK;
}
}
