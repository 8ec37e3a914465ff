// Initialisation and collapse write what the header says, where it says, for every instruction set and range.
#include "check.h"
#include "random.h"

namespace {

template <class Real>
std::string check(Random& random) {
    int32_t precision = sizeof(Real) == 4 ? JAYNES_COMPLEX64 : JAYNES_COMPLEX128;
    uint32_t index_bits = 1 + uint32_t(random.below(11));
    uint64_t rows = 1 + random.below(4);
    uint64_t total = rows << index_bits;
    uint64_t first = random.below(total + 1);
    uint64_t count = random.below(total - first + 1);
    bool collapse = random.chance(0.5);

    JaynesInitializeArguments initialize = {};
    initialize.row_count = rows;
    initialize.index_bits = index_bits;
    initialize.basis_index = random.below(uint64_t(1) << index_bits);
    JaynesCollapseArguments projection = {};
    projection.row_count = rows;
    projection.index_bits = index_bits;
    projection.bit = random.chance(0.2) ? JAYNES_NO_BIT : uint32_t(random.below(index_bits));
    projection.value = uint32_t(random.below(2));
    projection.scale = double(Real(1 + random.unit()));

    Array<Real> original(2 * total), expected(2 * total);
    for (uint64_t i = 0; i < total; i++) {
        bool inside = i >= first && i < first + count;
        bool kept = (i >> projection.bit & 1) == projection.value;
        bool one = i % (uint64_t(1) << index_bits) == initialize.basis_index;
        for (uint64_t part = 0; part < 2; part++) {
            Real x = Real(random.real());
            Real changed = collapse ? (kept ? x * Real(projection.scale) : Real(0)) : Real(one && part == 0 ? 1 : 0);
            original[2 * i + part] = x;
            expected[2 * i + part] = inside ? changed : x;
        }
    }
    for (int32_t set = 0; set <= jaynes_cpu_best_instruction_set(); set++) {
        Array<Real> actual(original);
        initialize.states = projection.states = actual.address();
        int32_t status = collapse ? jaynes_cpu_collapse(set, precision, &projection, first, count)
                                  : jaynes_cpu_initialize(set, precision, &initialize, first, count);
        int64_t at = first_difference(actual, expected);
        if (status != JAYNES_CPU_OK || at >= 0) {
            return std::string(collapse ? "collapse " : "initialize ") + name_of(set) + ": status " +
                   std::to_string(status) + ", first different real " + std::to_string(at) + ", items [" +
                   std::to_string(first) + ", " + std::to_string(first + count) + "), bit " +
                   std::to_string(projection.bit);
        }
    }
    return "";
}

}  // namespace

int main(int argc, char** argv) {
    return run_cases("state_test", argc, argv, 5000, [](uint64_t seed, uint64_t number) {
        Random random(seed, number);
        return number % 2 == 0 ? check<float>(random) : check<double>(random);
    });
}
