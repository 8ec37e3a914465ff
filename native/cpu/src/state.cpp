// Writes to whole states: basis states, projections.
#include <string.h>

#include "bits.h"
#include "kernels.h"
#include "simd.h"

namespace jaynes {
namespace JAYNES_INSTRUCTION_SET {
namespace {

template <class Real>
void initialize_items(const JaynesInitializeArguments& arguments, uint64_t first, uint64_t count) {
    Real* states = reinterpret_cast<Real*>(arguments.states);
    memset(states + 2 * first, 0, count * 2 * sizeof(Real));
    uint64_t dimension = uint64_t(1) << arguments.index_bits;
    uint64_t one = first / dimension * dimension + arguments.basis_index;
    for (one += one < first ? dimension : 0; one < first + count; one += dimension) {
        states[2 * one] = 1;
    }
}

template <class Real>
class Collapse {
    using S = Simd<Real>;
    static constexpr uint64_t vector_amplitudes = S::lanes / 2;

    Real* states;
    Real scale;
    uint32_t bit;
    bool value;

 public:
    explicit Collapse(const JaynesCollapseArguments& a)
        : states(reinterpret_cast<Real*>(a.states)), scale(Real(a.scale)), bit(a.bit), value(a.value != 0) {}

    void run_items(uint64_t first, uint64_t count) const {
        uint64_t end = first + count;
        uint64_t run = uint64_t(1) << bit;
        if (run >= vector_amplitudes) {
            while (first < end) {
                uint64_t stop = (first / run + 1) * run;
                stop = stop < end ? stop : end;
                change_run(first, stop);
                first = stop;
            }
            return;
        }
        uint64_t aligned_end = end / vector_amplitudes * vector_amplitudes;
        for (; first < end && first % vector_amplitudes != 0; first++) {
            change_run(first, first + 1);
        }
        change_vectors(first, aligned_end);
        for (first = first > aligned_end ? first : aligned_end; first < end; first++) {
            change_run(first, first + 1);
        }
    }

 private:
    // Amplitudes [first, end), all of which have the same bit.
    void change_run(uint64_t first, uint64_t end) const {
        if (((first >> bit & 1) != 0) != value) {
            memset(states + 2 * first, 0, (end - first) * 2 * sizeof(Real));
            return;
        }
        for (uint64_t i = 2 * first; i < 2 * end; i++) {
            states[i] *= scale;
        }
    }

    // The bit lies inside a vector: every vector has the same pattern.
    void change_vectors(uint64_t first, uint64_t end) const {
        uint32_t kept = 0;
        for (uint32_t lane = 0; lane < uint32_t(S::lanes); lane++) {
            kept |= ((lane / 2 >> bit & 1) != 0) == value ? 1u << lane : 0;
        }
        typename S::Mask mask = S::mask_of(kept);
        for (uint64_t i = first; i < end; i += vector_amplitudes) {
            Real* p = states + 2 * i;
            S::store(p, S::select(mask, S::load(p) * S::broadcast(scale), typename S::Vector{}));
        }
    }
};

}  // namespace

void initialize(int32_t precision, const JaynesInitializeArguments& arguments, uint64_t first, uint64_t count) {
    if (precision == JAYNES_COMPLEX64) {
        initialize_items<float>(arguments, first, count);
    } else {
        initialize_items<double>(arguments, first, count);
    }
}

void collapse(int32_t precision, const JaynesCollapseArguments& arguments, uint64_t first, uint64_t count) {
    if (precision == JAYNES_COMPLEX64) {
        Collapse<float>(arguments).run_items(first, count);
    } else {
        Collapse<double>(arguments).run_items(first, count);
    }
}

}  // namespace JAYNES_INSTRUCTION_SET
}  // namespace jaynes
