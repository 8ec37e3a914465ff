// Samples of one state.
#include "kernels.h"
#include "philox.h"
#include "reduce.h"

namespace jaynes {
namespace JAYNES_INSTRUCTION_SET {
namespace {

template <class Real>
class Sampler {
    const JaynesSampleArguments& arguments;
    const Real* state;
    const double* cumulative;
    uint32_t chunk_bits;
    uint64_t chunk_count;
    uint32_t group_bits;

 public:
    explicit Sampler(const JaynesSampleArguments& a)
        : arguments(a),
          state(reinterpret_cast<const Real*>(a.states)),
          cumulative(reinterpret_cast<const double*>(a.cumulative)),
          chunk_bits(chunk_bits_of(a.index_bits)),
          chunk_count(uint64_t(1) << (a.index_bits - chunk_bits)),
          group_bits(chunk_bits < JAYNES_SAMPLE_GROUP_BITS ? chunk_bits : JAYNES_SAMPLE_GROUP_BITS) {}

    uint64_t draw(uint64_t shot) const {
        double u = philox_uniform(arguments.seed, shot, arguments.row, arguments.purpose);
        double t = u * cumulative[chunk_count - 1];
        uint64_t chunk = first_above(t);
        if (chunk == chunk_count) {
            return last_possible(last_growing_chunk() << chunk_bits, uint64_t(1) << chunk_bits);
        }
        return draw_in_chunk(chunk << chunk_bits, t - (chunk == 0 ? 0.0 : cumulative[chunk - 1]));
    }

 private:
    // The first chunk whose cumulative sum is above t, or chunk_count. The sums never decrease.
    uint64_t first_above(double t) const {
        uint64_t low = 0, high = chunk_count;
        while (low < high) {
            uint64_t middle = low + (high - low) / 2;
            if (cumulative[middle] > t) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low;
    }

    uint64_t last_growing_chunk() const {
        uint64_t chunk = chunk_count - 1;
        while (chunk > 0 && !(cumulative[chunk] > cumulative[chunk - 1])) {
            chunk--;
        }
        return chunk;
    }

    uint64_t draw_in_chunk(uint64_t start, double r) const {
        uint64_t group_size = uint64_t(1) << group_bits;
        double s = 0;
        for (uint64_t group = 0; group < uint64_t(1) << (chunk_bits - group_bits); group++) {
            uint64_t first = start + group * group_size;
            alignas(64) double p[1 << JAYNES_SAMPLE_GROUP_BITS];
            probabilities(state + 2 * first, group_size, p);
            double sum = s + fold_in_place(p, group_bits);
            if (sum > r) {
                return draw_in_group(first, group_size, s, r);
            }
            s = sum;
        }
        return last_possible(start, uint64_t(1) << chunk_bits);
    }

    uint64_t draw_in_group(uint64_t first, uint64_t size, double s, double r) const {
        for (uint64_t i = first; i < first + size; i++) {
            double sum = s + p_at(i);
            if (sum > r) {
                return i;
            }
            s = sum;
        }
        return last_possible(first, size);
    }

    // The last amplitude with a positive probability among [first, first + size); the first one if there is none.
    uint64_t last_possible(uint64_t first, uint64_t size) const {
        uint64_t i = first + size - 1;
        while (i > first && !(p_at(i) > 0)) {
            i--;
        }
        return i;
    }

    double p_at(uint64_t i) const { return probability_of(double(state[2 * i]), double(state[2 * i + 1])); }
};

template <class Real>
void sample_items(const JaynesSampleArguments& arguments, uint64_t first, uint64_t count) {
    Sampler<Real> sampler(arguments);
    uint64_t* outcomes = reinterpret_cast<uint64_t*>(arguments.outcomes);
    for (uint64_t item = first; item < first + count; item++) {
        outcomes[item] = sampler.draw(arguments.first_shot + item);
    }
}

}  // namespace

void sample(int32_t precision, const JaynesSampleArguments& arguments, uint64_t first, uint64_t count) {
    if (precision == JAYNES_COMPLEX64) {
        sample_items<float>(arguments, first, count);
    } else {
        sample_items<double>(arguments, first, count);
    }
}

}  // namespace JAYNES_INSTRUCTION_SET
}  // namespace jaynes
