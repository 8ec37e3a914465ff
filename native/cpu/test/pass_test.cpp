// jaynes_cpu_pass equals the oracle bit by bit, for every instruction set, any split of the items, and leaves items
// outside its range alone.
#include "oracle.h"
#include "pass_case.h"

namespace {

// Whether an amplitude belongs to items [first, first + count).
bool in_range(const JaynesPassArguments& a, uint64_t amplitude, uint64_t first, uint64_t count) {
    uint64_t item = amplitude >> a.index_bits;
    uint64_t tile_number = 0, position = 0, tile = 0;
    for (uint32_t b = 0; b < a.tile_bits; b++) {
        tile |= uint64_t(1) << a.tile_qubits[b];
    }
    for (uint32_t b = 0; b < a.index_bits; b++) {
        if ((tile >> b & 1) == 0) {
            tile_number |= (amplitude >> b & 1) << position++;
        }
    }
    item = item << (a.index_bits - a.tile_bits) | tile_number;
    return item >= first && item < first + count;
}

template <class Real>
std::string run(Random& random) {
    int32_t precision = sizeof(Real) == 4 ? JAYNES_COMPLEX64 : JAYNES_COMPLEX128;
    PassCase<Real> test(random);
    uint64_t first = random.chance(0.7) ? 0 : random.below(test.items());
    uint64_t end = random.chance(0.7) ? test.items() : first + random.below(test.items() - first + 1);
    uint64_t split = first + random.below(end - first + 1);

    Array<Real> original(test.states), expected(test.states);
    test.arguments.states = expected.address();
    oracle::pass<Real>(test.arguments);
    for (size_t i = 0; i < expected.size(); i++) {
        if (!in_range(test.arguments, i / 2, first, end - first)) {
            expected[i] = original[i];
        }
    }
    Array<unsigned char> scratch(jaynes_cpu_pass_scratch_bytes(precision, test.arguments.tile_bits));
    for (int32_t set = 0; set <= jaynes_cpu_best_instruction_set(); set++) {
        Array<Real> actual(original);
        test.arguments.states = actual.address();
        std::memset(scratch.data(), 0xFF, scratch.size());
        int32_t status = jaynes_cpu_pass(set, precision, &test.arguments, split, end - split, scratch.data());
        status |= jaynes_cpu_pass(set, precision, &test.arguments, first, split - first, scratch.data());
        int64_t at = first_difference(actual, expected);
        if (status != JAYNES_CPU_OK || at >= 0) {
            return std::string(name_of(set)) + (sizeof(Real) == 4 ? " single" : " double") + ": status " +
                   std::to_string(status) + ", first different real " + std::to_string(at) + ", items [" +
                   std::to_string(first) + ", " + std::to_string(end) + ") split at " + std::to_string(split) + "\n" +
                   test.describe();
        }
    }
    return "";
}

}  // namespace

int main(int argc, char** argv) {
    return run_cases("pass_test", argc, argv, 6000, [](uint64_t seed, uint64_t number) {
        Random random(seed, number);
        return number % 2 == 0 ? run<float>(random) : run<double>(random);
    });
}
