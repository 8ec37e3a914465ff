// Half precision: half.h and the instructions of every instruction set convert all halves, and all numbers at and
// beside which rounding changes, as the format's definition says.
#include "half.h"

#include <algorithm>

#include "check.h"
#include "half_definition.h"

namespace {

constexpr uint32_t kLanes = JAYNES_LDPC_LANES;

// Every finite half, what lies between it and the next one, and the neighbours of that; beyond the largest too.
std::vector<float> boundaries() {
    std::vector<float> values = {65505, 65519, 65520, 65536, 1e10f, std::numeric_limits<float>::infinity(), 1e-30f};
    for (uint32_t bits = 0; bits < 0x7C00; bits++) {
        float half = half_definition::value_of(uint16_t(bits));
        values.push_back(half);
        if (bits + 1 < 0x7C00) {
            float middle = (half + half_definition::value_of(uint16_t(bits + 1))) / 2;
            values.insert(values.end(), {std::nextafter(middle, 0.0f), middle, std::nextafter(middle, 1e9f)});
        }
    }
    for (size_t i = 0, count = values.size(); i < count; i++) {
        values.push_back(-values[i]);
    }
    return values;
}

bool same_bits(float a, float b) { return std::memcmp(&a, &b, sizeof(a)) == 0; }

int fail(const std::string& who, float value, float expected, float actual) {
    std::printf("FAILED: %s makes %a of %a, expected %a\n", who.c_str(), double(actual), double(value),
                double(expected));
    return 1;
}

int check_definition(const std::vector<float>& values) {
    for (uint32_t bits = 0; bits < 0x10000; bits++) {
        float expected = half_definition::value_of(uint16_t(bits)), actual = jaynes::float_of(uint16_t(bits));
        if (expected == expected ? !same_bits(expected, actual) : actual == actual) {
            return fail("half.h, reading " + std::to_string(bits), expected, expected, actual);
        }
    }
    for (float value : values) {
        float expected = half_definition::nearest(value), actual = half_definition::value_of(jaynes::half_of(value));
        if (!same_bits(expected, actual)) {
            return fail("half.h", value, expected, actual);
        }
    }
    return 0;
}

// A column without checks has its prior for a posterior: an iteration does nothing but round it.
int check_instructions(int32_t set, const std::vector<float>& values) {
    uint32_t columns = uint32_t(values.size());
    Array<uint32_t> zeros(columns + 2);
    Array<float> priors(columns);
    std::copy(values.begin(), values.end(), priors.data());
    Array<uint16_t> posteriors(kLanes * columns), decisions(columns);
    Array<JaynesLdpcHalfMinima> minima(1);
    JaynesLdpcGraph graph = {
        zeros.address(), zeros.address(), zeros.address(), zeros.address(), priors.address(), 0, columns, 0, 0};
    JaynesLdpcState state = {};
    state.posteriors = posteriors.address();
    state.decisions = decisions.address();
    state.minima = minima.address();
    state.signs = state.syndromes = state.unexplained = state.scratch = zeros.address();
    state.half = 1;
    uint64_t shot = 0;
    JaynesLdpcStart start = {reinterpret_cast<uint64_t>(&shot), 0, 0, 3};
    for (bool iterated : {false, true}) {
        int32_t status = iterated ? jaynes_cpu_ldpc_iterate(set, JAYNES_LDPC_FLOODING, &graph, &state)
                                  : jaynes_cpu_ldpc_start(set, &graph, &state, &start);
        if (status != JAYNES_CPU_OK) {
            std::printf("FAILED: status %d\n", status);
            return 1;
        }
        for (uint32_t column = 0; column < columns; column++) {
            float expected = half_definition::nearest(values[column]);
            for (uint32_t lane = iterated ? 0 : 3; lane < (iterated ? kLanes : 4); lane++) {
                float actual = half_definition::value_of(posteriors[kLanes * column + lane]);
                if (!same_bits(expected, actual)) {
                    return fail(name_of(set) + std::string(iterated ? ", iterating" : ", starting"), values[column],
                                expected, actual);
                }
            }
        }
    }
    return 0;
}

}  // namespace

int main() {
    std::vector<float> values = boundaries();
    int failures = check_definition(values);
    for (int32_t set = 0; set <= jaynes_cpu_best_instruction_set(); set++) {
        failures += check_instructions(set, values);
    }
    if (failures == 0) {
        std::printf("passed for %zu numbers, best instruction set: %s\n", values.size(),
                    name_of(jaynes_cpu_best_instruction_set()));
    }
    return failures == 0 ? 0 : 1;
}
