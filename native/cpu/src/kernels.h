// The kernels as the C ABI calls them. Every function exists once per instruction set, in a namespace of that name; its
// source is the same and is compiled with that set's flags. Arguments are checked before they come here.
#ifndef JAYNES_CPU_KERNELS_H
#define JAYNES_CPU_KERNELS_H

#include "jaynes_ldpc.h"
#include "jaynes_photonics.h"
#include "jaynes_plan.h"

#define JAYNES_DECLARE_KERNELS(instruction_set)                                                              \
    namespace jaynes {                                                                                       \
    namespace instruction_set {                                                                              \
    void pass(int32_t precision, const JaynesPassArguments&, uint64_t first, uint64_t count, void* scratch); \
    void initialize(int32_t precision, const JaynesInitializeArguments&, uint64_t first, uint64_t count);    \
    void collapse(int32_t precision, const JaynesCollapseArguments&, uint64_t first, uint64_t count);        \
    void probability(int32_t precision, const JaynesProbabilityArguments&, uint64_t first, uint64_t count);  \
    void marginal(int32_t precision, const JaynesMarginalArguments&, uint64_t first, uint64_t count);        \
    void pauli(int32_t precision, const JaynesPauliArguments&, uint64_t first, uint64_t count);              \
    void sample(int32_t precision, const JaynesSampleArguments&, uint64_t first, uint64_t count);            \
    void permanent(const JaynesPermanentArguments&, uint64_t first, uint64_t count);                         \
    void photon_sample(const JaynesPhotonSampleArguments&, uint64_t first, uint64_t count);                  \
    void photon_step(const JaynesPhotonStepArguments&, uint64_t first, uint64_t count);                      \
    void photon_probability(const JaynesPhotonProbabilityArguments&, uint64_t first, uint64_t count);        \
    void window_step(const JaynesWindowStepArguments&);                                                      \
    void window_turn(const JaynesWindowTurnArguments&);                                                      \
    void ldpc_start(const JaynesLdpcGraph&, JaynesLdpcState&, const JaynesLdpcStart&);                       \
    void ldpc_iterate(int32_t schedule, const JaynesLdpcGraph&, JaynesLdpcState&);                           \
    void ldpc_iterate_shot(const JaynesLdpcGroupedGraph&, JaynesLdpcShot&);                                  \
    void ldpc_errors(const JaynesLdpcGraph&, const JaynesLdpcState&, uint32_t lane, uint32_t* columns,       \
                     uint32_t& count);                                                                       \
    }                                                                                                        \
    }

JAYNES_DECLARE_KERNELS(portable)
#if defined(__x86_64__)
JAYNES_DECLARE_KERNELS(avx2)
JAYNES_DECLARE_KERNELS(avx512)
#endif

#endif
