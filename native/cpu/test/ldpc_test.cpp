// Belief propagation equals a plain reading of jaynes_ldpc.h bit by bit, in every lane, alone and for every instruction
// set.
#include <algorithm>
#include <cmath>

#include "check.h"
#include "half_definition.h"
#include "random.h"

namespace {

constexpr uint32_t kLanes = JAYNES_LDPC_LANES;

struct Matrix {
    std::vector<std::vector<uint32_t>> rows_of;     // by column, ascending
    std::vector<std::vector<uint32_t>> columns_of;  // by row, ascending
    std::vector<float> priors;
};

Matrix random_matrix(Random& random) {
    Matrix m;
    m.columns_of.resize(1 + random.below(40));
    m.rows_of.resize(1 + random.below(80));
    for (uint32_t column = 0; column < m.rows_of.size(); column++) {
        for (uint32_t row = 0; row < m.columns_of.size(); row++) {
            if (random.chance(0.1)) {
                m.rows_of[column].push_back(row);
                m.columns_of[row].push_back(column);
            }
        }
        m.priors.push_back(float(3 + 4 * random.real()));
    }
    return m;
}

// One shot, message by message.
struct Plain {
    const Matrix& m;
    std::vector<std::vector<float>> mu;  // by row and column
    std::vector<float> posteriors, memories, strengths;
    std::vector<bool> syndrome;
    bool with_memory = false;
    bool half;

    Plain(const Matrix& m, bool half)
        : m(m),
          mu(m.columns_of.size(), std::vector<float>(m.rows_of.size())),
          posteriors(m.priors),
          memories(m.priors),
          strengths(m.priors.size()),
          syndrome(m.columns_of.size()),
          half(half) {}

    float rounded(float x) const { return half ? half_definition::nearest(x) : x; }

    void forget() {
        for (std::vector<float>& row : mu) {
            std::fill(row.begin(), row.end(), 0.0f);
        }
    }

    void check(uint32_t row, float alpha, std::vector<float>& nu) {
        for (uint32_t column : m.columns_of[row]) {
            nu[column] = posteriors[column] - mu[row][column];
        }
        for (uint32_t target : m.columns_of[row]) {
            float smallest = std::ldexp(1.0f, half ? JAYNES_LDPC_HALF_LIMIT_EXPONENT : JAYNES_LDPC_LIMIT_EXPONENT);
            bool negative = syndrome[row];
            for (uint32_t column : m.columns_of[row]) {
                if (column != target) {
                    smallest = std::min(smallest, std::fabs(nu[column]));
                    negative ^= std::signbit(nu[column]);
                }
            }
            mu[row][target] = rounded(negative ? -(alpha * smallest) : alpha * smallest);
        }
    }

    bool iterate(int32_t schedule, float alpha) {
        for (uint32_t row = 0; row < m.columns_of.size(); row++) {
            std::vector<float> nu(m.priors.size());
            check(row, alpha, nu);
            for (uint32_t column : m.columns_of[row]) {
                if (schedule == JAYNES_LDPC_LAYERED) {
                    posteriors[column] = rounded(nu[column] + mu[row][column]);
                }
            }
        }
        std::vector<bool> odd = syndrome;
        for (uint32_t column = 0; column < m.rows_of.size(); column++) {
            if (schedule == JAYNES_LDPC_FLOODING) {
                float fresh = m.priors[column] * (1 - strengths[column]);
                float kept = memories[column] * strengths[column];
                float sum = with_memory ? fresh + kept : m.priors[column];
                for (uint32_t row : m.rows_of[column]) {
                    sum = sum + mu[row][column];
                }
                posteriors[column] = memories[column] = rounded(sum);
            }
            for (uint32_t row : m.rows_of[column]) {
                odd[row] = odd[row] ^ (posteriors[column] <= 0);
            }
        }
        return std::find(odd.begin(), odd.end(), true) == odd.end();
    }
};

// The matrix and a state for all lanes, as the library wants them.
struct Lanes {
    Array<uint32_t> row_start, edge_column, column_start;
    Array<JaynesLdpcEdge> column_edges;
    Array<float> priors, posteriors, strengths, scratch;
    Array<uint16_t> halves;
    Array<JaynesLdpcMinima> minima;
    Array<JaynesLdpcHalfMinima> half_minima;
    Array<uint16_t> signs, syndromes, unexplained, decisions;
    JaynesLdpcGraph graph = {};
    JaynesLdpcState state = {};

    static size_t edges(const Matrix& m) {
        size_t count = 0;
        for (const std::vector<uint32_t>& row : m.columns_of) {
            count += row.size();
        }
        return count;
    }

    Lanes(const Matrix& m, bool with_memory, bool half)
        : row_start(m.columns_of.size() + 1),
          edge_column(edges(m)),
          column_start(m.rows_of.size() + 1),
          column_edges(edges(m)),
          priors(m.priors.size()),
          posteriors(half ? 0 : kLanes * m.priors.size()),
          strengths(kLanes * m.priors.size()),
          scratch(kLanes * m.rows_of.size()),
          halves(half ? kLanes * m.priors.size() : 0),
          minima(half ? 0 : m.columns_of.size()),
          half_minima(half ? m.columns_of.size() : 0),
          signs(edges(m)),
          syndromes(m.columns_of.size()),
          unexplained(m.columns_of.size()),
          decisions(m.priors.size()) {
        fill_graph(m);
        state.posteriors = half ? halves.address() : posteriors.address();
        state.half = half;
        state.strengths = with_memory ? strengths.address() : 0;
        state.minima = half ? half_minima.address() : minima.address();
        state.signs = signs.address();
        state.syndromes = syndromes.address();
        state.unexplained = unexplained.address();
        state.decisions = decisions.address();
        state.scratch = scratch.address();
    }

    float posterior(uint32_t column, uint32_t lane) const {
        uint32_t at = kLanes * column + lane;
        return state.half ? half_definition::value_of(halves[at]) : posteriors[at];
    }

    void fill_graph(const Matrix& m) {
        std::copy(m.priors.begin(), m.priors.end(), priors.data());
        std::vector<uint32_t> next(m.rows_of.size());
        uint32_t place = 0;
        for (uint32_t column = 0; column < m.rows_of.size(); column++) {
            next[column] = column_start[column] = place;
            place += uint32_t(m.rows_of[column].size());
        }
        column_start[m.rows_of.size()] = place;
        uint32_t edge = 0;
        for (uint32_t row = 0; row < m.columns_of.size(); row++) {
            row_start[row] = edge;
            for (uint32_t column : m.columns_of[row]) {
                column_edges[next[column]++] = {row, edge};
                edge_column[edge++] = column;
            }
            graph.longest_row = std::max(graph.longest_row, uint32_t(m.columns_of[row].size()));
        }
        row_start[m.columns_of.size()] = edge;
        graph.row_start = row_start.address();
        graph.edge_column = edge_column.address();
        graph.column_start = column_start.address();
        graph.column_edges = column_edges.address();
        graph.priors = priors.address();
        graph.row_count = uint32_t(m.columns_of.size());
        graph.column_count = uint32_t(m.rows_of.size());
        graph.edge_count = edge;
    }
};

void start_shot(Random& random, int32_t set, Lanes& lanes, uint32_t lane, Plain& plain, float strength) {
    std::vector<uint64_t> shot(plain.syndrome.size() / 64 + 1);
    for (uint32_t row = 0; row < plain.syndrome.size(); row++) {
        plain.syndrome[row] = random.chance(0.2);
        shot[row / 64] |= uint64_t(plain.syndrome[row]) << row % 64;
    }
    plain.forget();
    plain.posteriors = plain.memories = plain.m.priors;
    std::fill(plain.strengths.begin(), plain.strengths.end(), strength);
    JaynesLdpcStart start = {reinterpret_cast<uint64_t>(shot.data()), 0, strength, lane};
    jaynes_cpu_ldpc_start(set, &lanes.graph, &lanes.state, &start);
}

void start_leg(Random& random, int32_t set, Lanes& lanes, uint32_t lane, Plain& plain) {
    for (float& strength : plain.strengths) {
        strength = float(random.real());
    }
    plain.forget();
    plain.memories = plain.posteriors;
    plain.posteriors = plain.m.priors;
    JaynesLdpcStart start = {0, reinterpret_cast<uint64_t>(plain.strengths.data()), 0, lane};
    jaynes_cpu_ldpc_start(set, &lanes.graph, &lanes.state, &start);
}

std::string compare(int32_t set, const Lanes& lanes, uint32_t lane, const Plain& plain, bool converged) {
    std::vector<uint32_t> expected, errors(plain.posteriors.size() + 1);
    for (uint32_t column = 0; column < plain.posteriors.size(); column++) {
        float actual = lanes.posterior(column, lane);
        if (std::memcmp(&actual, &plain.posteriors[column], sizeof(float)) != 0) {
            return "column " + std::to_string(column) + " is " + std::to_string(actual) + ", expected " +
                   std::to_string(plain.posteriors[column]);
        }
        if (plain.posteriors[column] <= 0) {
            expected.push_back(column);
        }
    }
    uint32_t count = 0;
    int32_t status = jaynes_cpu_ldpc_errors(set, &lanes.graph, &lanes.state, lane, errors.data(), &count);
    errors.resize(count);
    if (status != JAYNES_CPU_OK || errors != expected) {
        return "the list of errors differs, status " + std::to_string(status);
    }
    return (lanes.state.converged >> lane & 1) == converged ? "" : "convergence differs";
}

std::string check(Random& random) {
    Matrix matrix = random_matrix(random);
    bool half = random.chance(0.4);
    if (half) {
        for (float& prior : matrix.priors) {
            prior = half_definition::nearest(prior);
        }
    }
    int32_t schedule = random.chance(0.3) ? JAYNES_LDPC_LAYERED : JAYNES_LDPC_FLOODING;
    bool with_memory = schedule == JAYNES_LDPC_FLOODING && random.chance(0.5);
    float strength = with_memory ? float(random.real()) : 0;
    int32_t set = int32_t(random.below(uint64_t(jaynes_cpu_best_instruction_set()) + 1));
    Lanes lanes(matrix, with_memory, half);
    std::vector<Plain> plain(kLanes, Plain(matrix, half));
    for (uint32_t iteration = 0; iteration < 12; iteration++) {
        for (uint32_t lane = 0; lane < kLanes; lane++) {
            plain[lane].with_memory = with_memory;
            if (iteration == 0 || random.chance(0.1)) {
                start_shot(random, set, lanes, lane, plain[lane], strength);
            } else if (with_memory && random.chance(0.1)) {
                start_leg(random, set, lanes, lane, plain[lane]);
            }
            lanes.state.alpha[lane] = float(random.unit());
        }
        int32_t status = jaynes_cpu_ldpc_iterate(set, schedule, &lanes.graph, &lanes.state);
        for (uint32_t lane = 0; lane < kLanes; lane++) {
            bool converged = plain[lane].iterate(schedule, lanes.state.alpha[lane]);
            std::string complaint = compare(set, lanes, lane, plain[lane], converged);
            if (status != JAYNES_CPU_OK || !complaint.empty()) {
                return std::string(name_of(set)) + (half ? ", half" : ", single") + ", schedule " +
                       std::to_string(schedule) + ", status " + std::to_string(status) + ", iteration " +
                       std::to_string(iteration) + ", lane " + std::to_string(lane) + ": " + complaint;
            }
        }
    }
    return "";
}

}  // namespace

int main(int argc, char** argv) {
    return run_cases("ldpc_test", argc, argv, 500, [](uint64_t seed, uint64_t number) {
        Random random(seed, number);
        return check(random);
    });
}
