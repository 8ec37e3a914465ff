/*
 * libjaynes_cpu: the micro-ops and reductions of jaynes_plan.h as SIMD kernels. C ABI, re-entrant.
 *
 * The library has no threads, no global state, no logging, and allocates nothing. The caller splits a call's items (see
 * jaynes_plan.h) into ranges [first, first + count) and may run ranges of one call on several threads at once, in any
 * order; between ranges it can stop or report progress. Addresses in the argument structs are host addresses.
 *
 * Every function that works on items returns JAYNES_CPU_OK or the status below; nothing is written when the status is
 * not OK.
 */
#ifndef JAYNES_CPU_H
#define JAYNES_CPU_H

#include "jaynes_ldpc.h"
#include "jaynes_photonics.h"
#include "jaynes_plan.h"

#ifdef __cplusplus
extern "C" {
#endif

#define JAYNES_CPU_ABI_VERSION 10

#if defined(_WIN32)
#define JAYNES_CPU_EXPORT __declspec(dllexport)
#else
#define JAYNES_CPU_EXPORT __attribute__((visibility("default")))
#endif

/* Status. */
#define JAYNES_CPU_OK 0
#define JAYNES_CPU_INVALID_ARGUMENT 1         /* an argument is outside the limits of its header */
#define JAYNES_CPU_UNSUPPORTED_INSTRUCTIONS 2 /* this machine lacks the instruction set that was asked for */

/* Instruction sets, ascending; a call names the one to use. */
#define JAYNES_CPU_PORTABLE 0 /* any x86-64 or other CPU; fma in software where the CPU has none */
#define JAYNES_CPU_AVX2 1     /* AVX2 + FMA + F16C */
#define JAYNES_CPU_AVX512 2   /* AVX-512 F, DQ, BW, VL */

JAYNES_CPU_EXPORT int32_t jaynes_cpu_abi_version(void);

/* The best instruction set of this machine, JAYNES_CPU_PORTABLE at least. */
JAYNES_CPU_EXPORT int32_t jaynes_cpu_best_instruction_set(void);

/* Sizes of the structs, for comparison with the caller's view, in this order: JaynesOp, JaynesPassArguments,
 * JaynesInitializeArguments, JaynesMarginalArguments, JaynesFoldArguments, JaynesProbabilityArguments, JaynesPauliTerm,
 * JaynesPauliArguments, JaynesSampleArguments, JaynesCollapseArguments, JaynesLdpcEdge, JaynesLdpcGraph,
 * JaynesLdpcMinima, JaynesLdpcHalfMinima, JaynesLdpcState, JaynesLdpcStart, JaynesLdpcGroupedGraph, JaynesLdpcShot,
 * JaynesGlynnDigit, JaynesPermanentArguments, JaynesPhotonSampleArguments, JaynesPhotonStepArguments,
 * JaynesPhotonProbabilityArguments, JaynesWindowGroup, JaynesWindowStepArguments, JaynesWindowTurnRow,
 * JaynesWindowTurnColumn, JaynesWindowTurnArguments; then the offset of the last member that is not `reserved` in each,
 * in the same order. Writes at most `capacity` values and returns how many there are. */
JAYNES_CPU_EXPORT int32_t jaynes_cpu_struct_layout(uint32_t* sizes_and_offsets, int32_t capacity);

/* Scratch memory that one thread needs for jaynes_cpu_pass with this many tile bits; align it to 64 bytes. */
JAYNES_CPU_EXPORT uint64_t jaynes_cpu_pass_scratch_bytes(int32_t precision, uint32_t tile_bits);

JAYNES_CPU_EXPORT int32_t jaynes_cpu_pass(int32_t instruction_set, int32_t precision,
                                          const JaynesPassArguments* arguments, uint64_t first, uint64_t count,
                                          void* scratch);

JAYNES_CPU_EXPORT int32_t jaynes_cpu_initialize(int32_t instruction_set, int32_t precision,
                                                const JaynesInitializeArguments* arguments, uint64_t first,
                                                uint64_t count);

JAYNES_CPU_EXPORT int32_t jaynes_cpu_marginal(int32_t instruction_set, int32_t precision,
                                              const JaynesMarginalArguments* arguments, uint64_t first, uint64_t count);

JAYNES_CPU_EXPORT int32_t jaynes_cpu_probability(int32_t instruction_set, int32_t precision,
                                                 const JaynesProbabilityArguments* arguments, uint64_t first,
                                                 uint64_t count);

JAYNES_CPU_EXPORT int32_t jaynes_cpu_pauli(int32_t instruction_set, int32_t precision,
                                           const JaynesPauliArguments* arguments, uint64_t first, uint64_t count);

JAYNES_CPU_EXPORT int32_t jaynes_cpu_sample(int32_t instruction_set, int32_t precision,
                                            const JaynesSampleArguments* arguments, uint64_t first, uint64_t count);

JAYNES_CPU_EXPORT int32_t jaynes_cpu_collapse(int32_t instruction_set, int32_t precision,
                                              const JaynesCollapseArguments* arguments, uint64_t first, uint64_t count);

/*
 * Belief propagation, see jaynes_ldpc.h. A state belongs to one thread; graphs are shared. These calls work on all that
 * the structs name; only the structs themselves are checked, not the numbers in the graph's arrays.
 */

/* Starts a shot, or a leg of the shot that it holds, in one lane. */
JAYNES_CPU_EXPORT int32_t jaynes_cpu_ldpc_start(int32_t instruction_set, const JaynesLdpcGraph* graph,
                                                JaynesLdpcState* state, const JaynesLdpcStart* start);

/* One iteration in all lanes; sets state->converged. */
JAYNES_CPU_EXPORT int32_t jaynes_cpu_ldpc_iterate(int32_t instruction_set, int32_t schedule,
                                                  const JaynesLdpcGraph* graph, JaynesLdpcState* state);

/* Writes the columns with an error in a lane's last decision, ascending, and their number. There may be as many as
 * there are columns. */
JAYNES_CPU_EXPORT int32_t jaynes_cpu_ldpc_errors(int32_t instruction_set, const JaynesLdpcGraph* graph,
                                                 const JaynesLdpcState* state, uint32_t lane, uint32_t* columns,
                                                 uint32_t* count);

/* One iteration of a single shot with the flooding schedule; sets shot->converged. */
JAYNES_CPU_EXPORT int32_t jaynes_cpu_ldpc_iterate_shot(int32_t instruction_set, const JaynesLdpcGroupedGraph* graph,
                                                       JaynesLdpcShot* shot);

/* Linear optics, see jaynes_photonics.h. Items of permanents, samples, steps and probabilities may be shared out. */
JAYNES_CPU_EXPORT int32_t jaynes_cpu_permanent(int32_t instruction_set, const JaynesPermanentArguments* arguments,
                                               uint64_t first, uint64_t count);

JAYNES_CPU_EXPORT int32_t jaynes_cpu_photon_sample(int32_t instruction_set,
                                                   const JaynesPhotonSampleArguments* arguments, uint64_t first,
                                                   uint64_t count);

JAYNES_CPU_EXPORT int32_t jaynes_cpu_photon_step(int32_t instruction_set, const JaynesPhotonStepArguments* arguments,
                                                 uint64_t first, uint64_t count);

JAYNES_CPU_EXPORT int32_t jaynes_cpu_photon_probability(int32_t instruction_set,
                                                        const JaynesPhotonProbabilityArguments* arguments,
                                                        uint64_t first, uint64_t count);

JAYNES_CPU_EXPORT int32_t jaynes_cpu_window_step(int32_t instruction_set, const JaynesWindowStepArguments* arguments);

JAYNES_CPU_EXPORT int32_t jaynes_cpu_window_turn(int32_t instruction_set, const JaynesWindowTurnArguments* arguments);

/* Asks the kernel for huge pages in this range; advice only, may do nothing. */
JAYNES_CPU_EXPORT int32_t jaynes_cpu_advise_huge_pages(void* address, uint64_t bytes);

#ifdef __cplusplus
}
#endif

#endif
