// The sums of probes equal the oracle's, for every instruction set and any split of the items.
#include "oracle.h"
#include "pass_case.h"

namespace {

template <class Real>
std::string run(Random& random) {
    int32_t precision = sizeof(Real) == 4 ? JAYNES_COMPLEX64 : JAYNES_COMPLEX128;
    PassCase<Real> test(random, true);
    uint64_t split = random.below(test.items() + 1);
    Array<Real> original(test.states), expected(test.states);
    Array<int64_t> expected_sums(test.rows * test.probe_count);
    test.arguments.states = expected.address();
    test.arguments.probe_sums = expected_sums.address();
    oracle::pass<Real>(test.arguments);
    Array<unsigned char> scratch(jaynes_cpu_pass_scratch_bytes(precision, test.arguments.tile_bits));
    for (int32_t set = 0; set <= jaynes_cpu_best_instruction_set(); set++) {
        Array<Real> actual(original);
        Array<int64_t> sums(expected_sums.size());
        test.arguments.states = actual.address();
        test.arguments.probe_sums = sums.address();
        std::memset(scratch.data(), 0xFF, scratch.size());
        int32_t status = jaynes_cpu_pass(set, precision, &test.arguments, split, test.items() - split, scratch.data());
        status |= jaynes_cpu_pass(set, precision, &test.arguments, 0, split, scratch.data());
        int64_t at = first_difference(actual, expected), sum_at = first_difference(sums, expected_sums);
        if (status != JAYNES_CPU_OK || at >= 0 || sum_at >= 0) {
            return std::string(name_of(set)) + (sizeof(Real) == 4 ? " single" : " double") + ": status " +
                   std::to_string(status) + ", first different real " + std::to_string(at) + ", sum " +
                   std::to_string(sum_at) + ", items split at " + std::to_string(split) + "\n" + test.describe();
        }
    }
    return "";
}

}  // namespace

int main(int argc, char** argv) {
    return run_cases("probe_test", argc, argv, 4000, [](uint64_t seed, uint64_t number) {
        Random random(seed, number);
        return number % 2 == 0 ? run<float>(random) : run<double>(random);
    });
}
