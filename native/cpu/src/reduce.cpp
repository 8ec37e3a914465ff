// Sums of probabilities.
#include "reduce.h"

#include "bits.h"
#include "kernels.h"

namespace jaynes {
namespace JAYNES_INSTRUCTION_SET {
namespace {

// The chunks of a marginal, one item after the other.
template <class Real>
class Marginal {
    const JaynesMarginalArguments& arguments;
    uint64_t value_mask;  // the index bits of v
    uint64_t rest_mask;   // the others
    uint32_t chunk_bits;
    uint64_t chunk_mask;  // the part of the rest that tells chunks apart
    uint64_t run_mask;    // the part of the rest inside a chunk, above the runs
    uint64_t run;         // consecutive amplitudes

 public:
    explicit Marginal(const JaynesMarginalArguments& a) : arguments(a), value_mask(0) {
        for (uint32_t i = 0; i < a.bit_count; i++) {
            value_mask |= uint64_t(1) << a.bits[i];
        }
        rest_mask = low_mask(a.index_bits) & ~value_mask;
        uint32_t rest_bits = a.index_bits - a.bit_count;
        chunk_bits = chunk_bits_of(rest_bits);
        uint64_t inside = spread(low_mask(chunk_bits), rest_mask);
        chunk_mask = rest_mask & ~inside;
        uint32_t run_bits = a.bit_count > 0 && a.bits[0] < chunk_bits ? a.bits[0] : chunk_bits;
        run = uint64_t(1) << run_bits;
        run_mask = inside & ~low_mask(run_bits);
    }

    void run_items(uint64_t first, uint64_t count) const {
        uint32_t chunk_count_bits = arguments.index_bits - arguments.bit_count - chunk_bits;
        uint64_t chunk = spread(first & low_mask(chunk_count_bits), chunk_mask);
        uint64_t value_and_row = first >> chunk_count_bits;
        uint64_t value = spread(value_and_row & low_mask(arguments.bit_count), value_mask);
        uint64_t row = value_and_row >> arguments.bit_count;
        double* sums = reinterpret_cast<double*>(arguments.sums);
        for (uint64_t item = first; item < first + count; item++) {
            const Real* state = reinterpret_cast<const Real*>(arguments.states) + (row << arguments.index_bits) * 2;
            sums[item] = sum(state + 2 * (value | chunk));
            chunk = next_in_mask(chunk, chunk_mask);
            if (chunk == 0) {
                value = next_in_mask(value, value_mask);
                row += value == 0 ? 1 : 0;
            }
        }
    }

 private:
    double sum(const Real* base) const {
        alignas(64) double s[chunk_size];
        uint64_t at = 0;
        uint64_t size = uint64_t(1) << chunk_bits;
        if (run == 1) {
            for (uint64_t i = 0; i < size; i++, at = next_in_mask(at, run_mask)) {
                s[i] = probability_of(double(base[2 * at]), double(base[2 * at + 1]));
            }
        } else {
            for (uint64_t i = 0; i < size; i += run, at = next_in_mask(at, run_mask)) {
                probabilities(base + 2 * at, run, s + i);
            }
        }
        return fold_in_place(s, chunk_bits);
    }
};

template <class Real>
void probability_items(const JaynesProbabilityArguments& arguments, uint64_t first, uint64_t count) {
    const Real* amplitudes = reinterpret_cast<const Real*>(arguments.states) + 2 * (arguments.first + first);
    probabilities(amplitudes, count, reinterpret_cast<double*>(arguments.probabilities) + first);
}

}  // namespace

void marginal(int32_t precision, const JaynesMarginalArguments& arguments, uint64_t first, uint64_t count) {
    if (precision == JAYNES_COMPLEX64) {
        Marginal<float>(arguments).run_items(first, count);
    } else {
        Marginal<double>(arguments).run_items(first, count);
    }
}

void probability(int32_t precision, const JaynesProbabilityArguments& arguments, uint64_t first, uint64_t count) {
    if (precision == JAYNES_COMPLEX64) {
        probability_items<float>(arguments, first, count);
    } else {
        probability_items<double>(arguments, first, count);
    }
}

}  // namespace JAYNES_INSTRUCTION_SET
}  // namespace jaynes
