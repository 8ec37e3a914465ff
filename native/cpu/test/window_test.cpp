// Time steps and turns of the loops' states equal a plain reading of jaynes_photonics.h bit by bit, for every
// instruction set.
#include <cmath>

#include "check.h"
#include "jaynes_photonics.h"
#include "random.h"

namespace {

struct Amplitude {
    double re, im;
};

std::vector<Amplitude> random_amplitudes(Random& random, size_t count, bool real) {
    std::vector<Amplitude> numbers(count);
    for (Amplitude& number : numbers) {
        number = {random.real(), real ? 0 : random.real()};
    }
    return numbers;
}

template <class T>
Array<T> array_of(const std::vector<T>& values) {
    Array<T> array(values.size());
    for (size_t i = 0; i < values.size(); i++) {
        array[i] = values[i];
    }
    return array;
}

Array<double> parts(const std::vector<Amplitude>& numbers, bool imaginary) {
    Array<double> array(numbers.size());
    for (size_t i = 0; i < numbers.size(); i++) {
        array[i] = imaginary ? numbers[i].im : numbers[i].re;
    }
    return array;
}

// A time step with sparse random matrices, some without rows; its rows are narrower and wider than a run.
struct Step {
    bool real;
    std::vector<uint32_t> rows, first_row = {0}, first_entry = {0}, columns;
    std::vector<JaynesWindowGroup> groups;
    std::vector<Amplitude> entries, x, y;
    double sum = 0;

    explicit Step(Random& random) : real(random.chance(0.5)) {
        std::vector<uint32_t> sources;  // rows of x that each matrix reads
        for (uint64_t s = 1 + random.below(4); s > 0; s--) {
            sources.push_back(uint32_t(1 + random.below(5)));
            for (uint64_t row = random.below(6); row > 0; row--) {
                for (uint32_t column = 0; column < sources.back(); column++) {
                    if (random.chance(0.6)) {
                        columns.push_back(column);
                        entries.push_back(random_amplitudes(random, 1, real)[0]);
                    }
                }
                first_entry.push_back(uint32_t(columns.size()));
            }
            first_row.push_back(uint32_t(first_entry.size() - 1));
        }
        uint32_t size = 0;
        for (uint64_t g = 1 + random.below(12); g > 0; g--) {
            uint32_t matrix = uint32_t(random.below(sources.size()));
            uint32_t width = uint32_t(JAYNES_PHOTON_LANES * (1 + random.below(9)));
            groups.push_back({uint32_t(x.size()), uint32_t(rows.size()), width, matrix});
            std::vector<Amplitude> more = random_amplitudes(random, sources[matrix] * width, real);
            x.insert(x.end(), more.begin(), more.end());
            for (uint32_t row = first_row[matrix]; row < first_row[matrix + 1]; row++) {
                rows.push_back(size);
                size += width;
            }
        }
        y.resize(size);
        define();
    }

    void define() {
        double sums[JAYNES_PHOTON_LANES] = {};
        for (const JaynesWindowGroup& group : groups) {
            double lane[JAYNES_WINDOW_RUN] = {};
            for (uint32_t column = 0; column < group.columns; column++) {
                for (uint32_t row = first_row[group.matrix]; row < first_row[group.matrix + 1]; row++) {
                    Amplitude a = element(group, row, column);
                    y[rows[group.first_row + row - first_row[group.matrix]] + column] = a;
                    double& square = lane[column % JAYNES_WINDOW_RUN];
                    square = std::fma(a.im, a.im, std::fma(a.re, a.re, square));
                }
            }
            for (uint32_t q = 0; q < JAYNES_PHOTON_LANES; q++) {
                sums[q] += (lane[q] + lane[q + 16]) + (lane[q + 8] + lane[q + 24]);
            }
        }
        sum = ((sums[0] + sums[4]) + (sums[2] + sums[6])) + ((sums[1] + sums[5]) + (sums[3] + sums[7]));
    }

    Amplitude element(const JaynesWindowGroup& group, uint32_t row, uint32_t column) const {
        Amplitude a = {0, 0};
        for (uint32_t e = first_entry[row]; e < first_entry[row + 1]; e++) {
            const Amplitude& m = entries[e];
            const Amplitude& v = x[group.x_start + columns[e] * group.columns + column];
            a.re = std::fma(m.re, v.re, a.re);
            if (!real) {
                a.re = std::fma(-m.im, v.im, a.re);
                a.im = std::fma(m.im, v.re, std::fma(m.re, v.im, a.im));
            }
        }
        return a;
    }
};

std::string check_step(Random& random) {
    Step step(random);
    Array<JaynesWindowGroup> groups = array_of(step.groups);
    Array<uint32_t> rows = array_of(step.rows), first_row = array_of(step.first_row);
    Array<uint32_t> first_entry = array_of(step.first_entry), columns = array_of(step.columns);
    Array<double> m_re = parts(step.entries, false), m_im = parts(step.entries, true);
    Array<double> x_re = parts(step.x, false), x_im = parts(step.x, true);
    for (int32_t set = 0; set <= jaynes_cpu_best_instruction_set(); set++) {
        Array<double> y_re(step.y.size()), y_im(step.y.size()), sum(1);
        JaynesWindowStepArguments a = {};
        a.groups = groups.address();
        a.rows = rows.address();
        a.first_row = first_row.address();
        a.first_entry = first_entry.address();
        a.columns = columns.address();
        a.m_re = m_re.address();
        a.x_re = x_re.address();
        a.y_re = y_re.address();
        a.sum = sum.address();
        a.group_count = groups.size();
        if (!step.real) {
            a.m_im = m_im.address();
            a.x_im = x_im.address();
            a.y_im = y_im.address();
        }
        std::string where = std::string(step.real ? "real" : "complex") + " step, " + name_of(set);
        if (jaynes_cpu_window_step(set, &a) != JAYNES_CPU_OK) {
            return where + ": refused";
        }
        if (first_difference(y_re, parts(step.y, false)) >= 0 || first_difference(y_im, parts(step.y, true)) >= 0) {
            return where + ": amplitudes differ";
        }
        if (sum[0] != step.sum) {
            return where + ": the sum differs";
        }
    }
    return "";
}

std::string check_turn(Random& random) {
    bool real = random.chance(0.5);
    std::vector<Amplitude> x = random_amplitudes(random, 60 + random.below(60), real), y;
    Array<uint32_t> bases(20);
    for (size_t i = 0; i < bases.size(); i++) {
        bases[i] = uint32_t(random.below(41));
    }
    Array<JaynesWindowTurnColumn> columns(64);
    for (size_t i = 0; i < columns.size(); i++) {
        columns[i] = {uint32_t(random.below(6)), uint32_t(random.below(20))};
    }
    Array<JaynesWindowTurnRow> rows(1 + random.below(40));
    for (size_t i = 0; i < rows.size(); i++) {
        uint32_t count = uint32_t(JAYNES_PHOTON_LANES * (1 + random.below(4)));
        rows[i] = {uint32_t(y.size()), count, uint32_t(random.below(65 - count)), uint32_t(random.below(15))};
        for (uint32_t j = 0; j < count; j++) {
            JaynesWindowTurnColumn column = columns[rows[i].first_column + j];
            y.push_back(x[bases[rows[i].first_base + column.base] + column.offset]);
        }
    }
    Array<double> x_re = parts(x, false), x_im = parts(x, true);
    for (int32_t set = 0; set <= jaynes_cpu_best_instruction_set(); set++) {
        Array<double> y_re(y.size()), y_im(y.size());
        JaynesWindowTurnArguments a = {
            rows.address(), columns.address(),         bases.address(), x_re.address(), real ? 0 : x_im.address(),
            y_re.address(), real ? 0 : y_im.address(), rows.size()};
        std::string where = std::string(real ? "real" : "complex") + " turn, " + name_of(set);
        if (jaynes_cpu_window_turn(set, &a) != JAYNES_CPU_OK) {
            return where + ": refused";
        }
        if (first_difference(y_re, parts(y, false)) >= 0 || first_difference(y_im, parts(y, true)) >= 0) {
            return where + ": amplitudes differ";
        }
    }
    return "";
}

std::string check_case(uint64_t seed, uint64_t number) {
    Random random(seed, number);
    std::string complaint = check_step(random);
    return complaint.empty() ? check_turn(random) : complaint;
}

}  // namespace

int main(int argc, char** argv) { return run_cases(argv[0], argc, argv, 2000, check_case); }
