// The C ABI: checks the arguments, then branches on the instruction set.
#include <stddef.h>

#include "jaynes_cpu.h"
#if defined(__linux__)
#include <sys/mman.h>
#endif

#include "kernels.h"
#include "pass/scratch.h"
#include "photonics/validate.h"
#include "validate.h"

namespace {

bool supported(int32_t instruction_set) {
    return instruction_set >= JAYNES_CPU_PORTABLE && instruction_set <= jaynes_cpu_best_instruction_set();
}

}  // namespace

// Calls jaynes::<instruction set>::call and returns the status of the exported function that this ends.
#if defined(__x86_64__)
#define JAYNES_DISPATCH(instruction_set, arguments_are_valid, call) \
    if (!(arguments_are_valid)) {                                   \
        return JAYNES_CPU_INVALID_ARGUMENT;                         \
    }                                                               \
    if (!supported(instruction_set)) {                              \
        return JAYNES_CPU_UNSUPPORTED_INSTRUCTIONS;                 \
    }                                                               \
    switch (instruction_set) {                                      \
        case JAYNES_CPU_AVX512:                                     \
            jaynes::avx512::call;                                   \
            break;                                                  \
        case JAYNES_CPU_AVX2:                                       \
            jaynes::avx2::call;                                     \
            break;                                                  \
        default:                                                    \
            jaynes::portable::call;                                 \
            break;                                                  \
    }                                                               \
    return JAYNES_CPU_OK
#else
#define JAYNES_DISPATCH(instruction_set, arguments_are_valid, call) \
    if (!(arguments_are_valid)) {                                   \
        return JAYNES_CPU_INVALID_ARGUMENT;                         \
    }                                                               \
    if (!supported(instruction_set)) {                              \
        return JAYNES_CPU_UNSUPPORTED_INSTRUCTIONS;                 \
    }                                                               \
    jaynes::portable::call;                                         \
    return JAYNES_CPU_OK
#endif

extern "C" {

int32_t jaynes_cpu_abi_version(void) { return JAYNES_CPU_ABI_VERSION; }

int32_t jaynes_cpu_best_instruction_set(void) {
#if defined(__x86_64__)
    __builtin_cpu_init();
    bool avx2 = __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma") && __builtin_cpu_supports("f16c");
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
        sizeof(JaynesLdpcEdge),
        sizeof(JaynesLdpcGraph),
        sizeof(JaynesLdpcMinima),
        sizeof(JaynesLdpcHalfMinima),
        sizeof(JaynesLdpcState),
        sizeof(JaynesLdpcStart),
        sizeof(JaynesLdpcGroupedGraph),
        sizeof(JaynesLdpcShot),
        sizeof(JaynesGlynnDigit),
        sizeof(JaynesPermanentArguments),
        sizeof(JaynesPhotonSampleArguments),
        sizeof(JaynesPhotonStepArguments),
        sizeof(JaynesPhotonProbabilityArguments),
        sizeof(JaynesWindowGroup),
        sizeof(JaynesWindowStepArguments),
        sizeof(JaynesWindowTurnRow),
        sizeof(JaynesWindowTurnColumn),
        sizeof(JaynesWindowTurnArguments),
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
        offsetof(JaynesLdpcEdge, edge),
        offsetof(JaynesLdpcGraph, longest_row),
        offsetof(JaynesLdpcMinima, edge),
        offsetof(JaynesLdpcHalfMinima, edge),
        offsetof(JaynesLdpcState, alpha),
        offsetof(JaynesLdpcStart, lane),
        offsetof(JaynesLdpcGroupedGraph, column_group_count),
        offsetof(JaynesLdpcShot, half),
        offsetof(JaynesGlynnDigit, binomials),
        offsetof(JaynesPermanentArguments, fixed_copies),
        offsetof(JaynesPhotonSampleArguments, purpose),
        offsetof(JaynesPhotonStepArguments, tail_modes),
        offsetof(JaynesPhotonProbabilityArguments, photons),
        offsetof(JaynesWindowGroup, matrix),
        offsetof(JaynesWindowStepArguments, group_count),
        offsetof(JaynesWindowTurnRow, first_base),
        offsetof(JaynesWindowTurnColumn, offset),
        offsetof(JaynesWindowTurnArguments, row_count),
    };
    constexpr int32_t length = sizeof(layout) / sizeof(layout[0]);
    for (int32_t i = 0; i < length && i < capacity; i++) {
        sizes_and_offsets[i] = layout[i];
    }
    return length;
}

uint64_t jaynes_cpu_pass_scratch_bytes(int32_t precision, uint32_t tile_bits) {
    if (tile_bits > JAYNES_MAX_TILE_BITS) {
        return 0;
    }
    return precision == JAYNES_COMPLEX64 ? jaynes::scratch_bytes<float>(tile_bits)
                                         : jaynes::scratch_bytes<double>(tile_bits);
}

int32_t jaynes_cpu_pass(int32_t instruction_set, int32_t precision, const JaynesPassArguments* arguments,
                        uint64_t first, uint64_t count, void* scratch) {
    bool scratch_is_valid = scratch != nullptr && reinterpret_cast<uintptr_t>(scratch) % jaynes::kCacheLine == 0;
    JAYNES_DISPATCH(instruction_set, scratch_is_valid && jaynes::valid(precision, arguments, first, count),
                    pass(precision, *arguments, first, count, scratch));
}

int32_t jaynes_cpu_initialize(int32_t instruction_set, int32_t precision, const JaynesInitializeArguments* arguments,
                              uint64_t first, uint64_t count) {
    JAYNES_DISPATCH(instruction_set, jaynes::valid(precision, arguments, first, count),
                    initialize(precision, *arguments, first, count));
}

int32_t jaynes_cpu_marginal(int32_t instruction_set, int32_t precision, const JaynesMarginalArguments* arguments,
                            uint64_t first, uint64_t count) {
    JAYNES_DISPATCH(instruction_set, jaynes::valid(precision, arguments, first, count),
                    marginal(precision, *arguments, first, count));
}

int32_t jaynes_cpu_probability(int32_t instruction_set, int32_t precision, const JaynesProbabilityArguments* arguments,
                               uint64_t first, uint64_t count) {
    JAYNES_DISPATCH(instruction_set, jaynes::valid(precision, arguments, first, count),
                    probability(precision, *arguments, first, count));
}

int32_t jaynes_cpu_pauli(int32_t instruction_set, int32_t precision, const JaynesPauliArguments* arguments,
                         uint64_t first, uint64_t count) {
    JAYNES_DISPATCH(instruction_set, jaynes::valid(precision, arguments, first, count),
                    pauli(precision, *arguments, first, count));
}

int32_t jaynes_cpu_sample(int32_t instruction_set, int32_t precision, const JaynesSampleArguments* arguments,
                          uint64_t first, uint64_t count) {
    JAYNES_DISPATCH(instruction_set, jaynes::valid(precision, arguments, first, count),
                    sample(precision, *arguments, first, count));
}

int32_t jaynes_cpu_collapse(int32_t instruction_set, int32_t precision, const JaynesCollapseArguments* arguments,
                            uint64_t first, uint64_t count) {
    JAYNES_DISPATCH(instruction_set, jaynes::valid(precision, arguments, first, count),
                    collapse(precision, *arguments, first, count));
}

int32_t jaynes_cpu_ldpc_start(int32_t instruction_set, const JaynesLdpcGraph* graph, JaynesLdpcState* state,
                              const JaynesLdpcStart* start) {
    JAYNES_DISPATCH(instruction_set, jaynes::valid(graph, state) && jaynes::valid(start),
                    ldpc_start(*graph, *state, *start));
}

int32_t jaynes_cpu_ldpc_iterate(int32_t instruction_set, int32_t schedule, const JaynesLdpcGraph* graph,
                                JaynesLdpcState* state) {
    JAYNES_DISPATCH(instruction_set, jaynes::valid(graph, state) && jaynes::valid_schedule(schedule, state),
                    ldpc_iterate(schedule, *graph, *state));
}

int32_t jaynes_cpu_ldpc_errors(int32_t instruction_set, const JaynesLdpcGraph* graph, const JaynesLdpcState* state,
                               uint32_t lane, uint32_t* columns, uint32_t* count) {
    bool results_are_valid = lane < JAYNES_LDPC_LANES && columns != nullptr && count != nullptr;
    JAYNES_DISPATCH(instruction_set, results_are_valid && jaynes::valid(graph, state),
                    ldpc_errors(*graph, *state, lane, columns, *count));
}

int32_t jaynes_cpu_ldpc_iterate_shot(int32_t instruction_set, const JaynesLdpcGroupedGraph* graph,
                                     JaynesLdpcShot* shot) {
    JAYNES_DISPATCH(instruction_set, jaynes::valid(graph, shot), ldpc_iterate_shot(*graph, *shot));
}

int32_t jaynes_cpu_permanent(int32_t instruction_set, const JaynesPermanentArguments* arguments, uint64_t first,
                             uint64_t count) {
    JAYNES_DISPATCH(instruction_set, jaynes::valid(arguments, first, count), permanent(*arguments, first, count));
}

int32_t jaynes_cpu_photon_sample(int32_t instruction_set, const JaynesPhotonSampleArguments* arguments, uint64_t first,
                                 uint64_t count) {
    JAYNES_DISPATCH(instruction_set, jaynes::valid(arguments, first, count), photon_sample(*arguments, first, count));
}

int32_t jaynes_cpu_photon_step(int32_t instruction_set, const JaynesPhotonStepArguments* arguments, uint64_t first,
                               uint64_t count) {
    JAYNES_DISPATCH(instruction_set, jaynes::valid(arguments, first, count), photon_step(*arguments, first, count));
}

int32_t jaynes_cpu_photon_probability(int32_t instruction_set, const JaynesPhotonProbabilityArguments* arguments,
                                      uint64_t first, uint64_t count) {
    JAYNES_DISPATCH(instruction_set, jaynes::valid(arguments, first, count),
                    photon_probability(*arguments, first, count));
}

int32_t jaynes_cpu_window_step(int32_t instruction_set, const JaynesWindowStepArguments* arguments) {
    JAYNES_DISPATCH(instruction_set, jaynes::valid(arguments), window_step(*arguments));
}

int32_t jaynes_cpu_window_turn(int32_t instruction_set, const JaynesWindowTurnArguments* arguments) {
    JAYNES_DISPATCH(instruction_set, jaynes::valid(arguments), window_turn(*arguments));
}

int32_t jaynes_cpu_advise_huge_pages([[maybe_unused]] void* address, [[maybe_unused]] uint64_t bytes) {
    if (address == nullptr) {
        return JAYNES_CPU_INVALID_ARGUMENT;
    }
#if defined(MADV_HUGEPAGE)
    // Whole pages inside the range only; a kernel without huge pages refuses, which changes nothing.
    uintptr_t start = (reinterpret_cast<uintptr_t>(address) + jaynes::kPage - 1) / jaynes::kPage * jaynes::kPage;
    uintptr_t end = (reinterpret_cast<uintptr_t>(address) + bytes) / jaynes::kPage * jaynes::kPage;
    if (start < end) {
        (void)madvise(reinterpret_cast<void*>(start), end - start, MADV_HUGEPAGE);
    }
#endif
    return JAYNES_CPU_OK;
}

}  // extern "C"
