// The C ABI: checks the arguments, then branches on the instruction set.
#include "jaynes_cpu.h"

#include <stddef.h>

extern "C" {

int32_t jaynes_cpu_abi_version(void) {
    return JAYNES_CPU_ABI_VERSION;
}

int32_t jaynes_cpu_best_instruction_set(void) {
#if defined(__x86_64__)
    __builtin_cpu_init();
    bool avx2 = __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma");
    bool avx512 = __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512dq") &&
                  __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512vl");
    return avx2 && avx512 ? JAYNES_CPU_AVX512 : avx2 ? JAYNES_CPU_AVX2 : JAYNES_CPU_PORTABLE;
#else
    return JAYNES_CPU_PORTABLE;
#endif
}

int32_t jaynes_cpu_struct_layout(uint32_t* sizes_and_offsets, int32_t capacity) {
    static constexpr uint32_t layout[] = {
        sizeof(JaynesOp),
        sizeof(JaynesPassArguments),
        sizeof(JaynesInitializeArguments),
        sizeof(JaynesMarginalArguments),
        sizeof(JaynesFoldArguments),
        sizeof(JaynesProbabilityArguments),
        sizeof(JaynesPauliTerm),
        sizeof(JaynesPauliArguments),
        sizeof(JaynesSampleArguments),
        sizeof(JaynesCollapseArguments),
        offsetof(JaynesOp, bits),
        offsetof(JaynesPassArguments, tile_qubits),
        offsetof(JaynesInitializeArguments, index_bits),
        offsetof(JaynesMarginalArguments, bits),
        offsetof(JaynesFoldArguments, chunk_bits),
        offsetof(JaynesProbabilityArguments, count),
        offsetof(JaynesPauliTerm, coefficient),
        offsetof(JaynesPauliArguments, index_bits),
        offsetof(JaynesSampleArguments, index_bits),
        offsetof(JaynesCollapseArguments, value),
    };
    constexpr int32_t length = sizeof(layout) / sizeof(layout[0]);
    for (int32_t i = 0; i < length && i < capacity; i++) {
        sizes_and_offsets[i] = layout[i];
    }
    return length;
}

}  // extern "C"
