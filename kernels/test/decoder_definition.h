/* jaynes_decoder.h, read as plainly as possible: one shot, one edge, one bit after the other. */
#ifndef JAYNES_TEST_DECODER_DEFINITION_H
#define JAYNES_TEST_DECODER_DEFINITION_H

#include <cmath>
#include <cstdint>
#include <cstring>
#include <functional>
#include <limits>
#include <set>
#include <vector>

#include "half_definition.h"
#include "jaynes_decoder.h"
#include "jaynes_ldpc.h"
#include "philox.h"

namespace decoder_definition {

/* Rows of bits, one for each shot. */
struct Rows {
    size_t words;
    std::vector<uint64_t> data;

    Rows(size_t count, size_t bits) : words((bits + 63) / 64), data(count * words) {}

    void flip(size_t row, size_t bit) { data[row * words + bit / 64] ^= 1ull << (bit % 64); }
    bool at(size_t row, size_t bit) const { return data[row * words + bit / 64] >> (bit % 64) & 1; }
};

/* Widths of layers that need not have equal areas: kernels read what they are given. */
struct Layers {
    std::vector<double> widths;
    std::vector<double> heights;

    Layers() {
        const double tail = 7.69711747013105;
        const double area = 0.003949659822581557;
        widths.push_back(area * std::exp(tail));
        widths.push_back(tail);
        for (int i = 2; i < JAYNES_SAMPLING_LAYERS; i++) {
            widths.push_back(-std::log(std::exp(-widths.back()) + area / widths.back()));
        }
        widths.push_back(0);
        for (double width : widths) {
            heights.push_back(std::exp(-width));
        }
    }
};

/* The random numbers of an event in a block. */
class Draws {
 public:
    Draws(uint64_t seed, uint64_t event, uint64_t block) : seed_(seed), event_(event), block_(block) {}

    jaynes::Philox4 draw(uint32_t number) const {
        uint32_t high = uint32_t(event_ >> 32) << 20 | uint32_t(block_ >> 32);
        return jaynes::philox4x32(seed_, jaynes::Philox4{{number, uint32_t(event_), uint32_t(block_), high}});
    }

    uint64_t half(uint64_t number) const {
        jaynes::Philox4 x = draw(uint32_t(number / 2));
        return number % 2 == 0 ? uint64_t(x.word[0]) << 32 | x.word[1] : uint64_t(x.word[2]) << 32 | x.word[3];
    }

    /* Bit s of a row of 1024 random bits. */
    bool bit(uint64_t row, uint64_t shot) const { return half(16 * row + shot / 64) >> (shot % 64) & 1; }

 private:
    uint64_t seed_;
    uint64_t event_;
    uint64_t block_;
};

inline double unit(uint64_t bits) { return double(bits >> 11) * 0x1p-53; }

inline double exponential(const Layers& layers, const std::function<uint64_t()>& next) {
    double sum = 0;
    for (;;) {
        uint64_t bits = next();
        size_t layer = bits % JAYNES_SAMPLING_LAYERS;
        double x = unit(bits) * layers.widths[layer];
        if (x < layers.widths[layer + 1]) {
            return sum + x;
        }
        if (layer == 0) {
            sum += layers.widths[1];
        } else {
            double u = unit(next());
            if (layers.heights[layer] + u * (layers.heights[layer + 1] - layers.heights[layer]) < std::exp(-x)) {
                return sum + x;
            }
        }
    }
}

/* Calls succeed(trial, rest); a plain success uses both halves of draws, any other leaves the second as `rest`. */
inline void for_each_success(const Layers& layers, const Draws& draws, bool plain, double scale, int64_t trials,
                             const std::function<void(int64_t, uint64_t)>& succeed) {
    uint64_t number = 0;
    for (int64_t trial = -1;;) {
        double failures = scale * exponential(layers, [&] { return draws.half(plain ? number++ : 2 * number++); });
        if (!(failures < double(trials - trial - 1))) {
            return;
        }
        trial += 1 + int64_t(failures);
        succeed(trial, plain ? 0 : draws.half(2 * number - 1));
    }
}

inline double scale_of(double probability) { return -1 / std::log1p(-probability); }

/* Belief propagation on a matrix of edges (row, column), columns ascending in each row. */
struct Propagation {
    size_t rows;
    size_t columns;
    std::vector<std::vector<size_t>> row_columns;
    std::vector<float> priors;
    std::vector<double> weights;
    std::vector<std::vector<float>> strengths; /* of the legs from 1 on */
    bool layered;                              /* then without memory and legs */
    JaynesPropagationArguments a;

    struct Result {
        std::vector<bool> errors;
        double weight;
        uint64_t outcome;
    };

    static float alpha_of(float scaling, unsigned iteration) {
        return scaling != 0 ? scaling : 1.0f - std::ldexp(1.0f, -int(iteration));
    }

    /* A result as it is kept. */
    float kept(float x) const { return a.half ? half_definition::nearest(x) : x; }

    /* mu of each edge by row and position in it, from nu. */
    std::vector<float> check(const std::vector<float>& nu, bool event, float alpha) const {
        bool sign = event;
        float smallest = std::ldexp(1.0f, a.half ? JAYNES_LDPC_HALF_LIMIT_EXPONENT : JAYNES_LDPC_LIMIT_EXPONENT);
        float second = smallest;
        size_t first = nu.size();
        for (size_t k = 0; k < nu.size(); k++) {
            sign ^= std::signbit(nu[k]);
            float size = std::fabs(nu[k]);
            if (size < smallest) {
                second = smallest;
                smallest = size;
                first = k;
            } else if (size < second) {
                second = size;
            }
        }
        std::vector<float> mu;
        for (size_t k = 0; k < nu.size(); k++) {
            float size = kept(k == first ? alpha * second : alpha * smallest);
            mu.push_back(sign != std::signbit(nu[k]) ? -size : size);
        }
        return mu;
    }

    bool explains(const std::vector<bool>& errors, const std::vector<bool>& events) const {
        for (size_t row = 0; row < rows; row++) {
            bool parity = events[row];
            for (size_t column : row_columns[row]) {
                parity ^= errors[column];
            }
            if (parity) {
                return false;
            }
        }
        return true;
    }

    double weight_of(const std::vector<bool>& errors) const {
        double sum = 0;
        for (size_t column = 0; column < columns; column++) {
            sum += errors[column] ? weights[column] : 0;
        }
        return sum;
    }

    /* nu of a row's edges. */
    std::vector<float> incoming(size_t row, const std::vector<float>& beliefs, const std::vector<float>& mu) const {
        std::vector<float> nu;
        for (size_t k = 0; k < mu.size(); k++) {
            nu.push_back(beliefs[row_columns[row][k]] - mu[k]);
        }
        return nu;
    }

    /* One check after the other, each followed by its columns. */
    void update_layers(std::vector<float>& posteriors, std::vector<std::vector<float>>& mu,
                       const std::vector<bool>& events, float alpha) const {
        for (size_t row = 0; row < rows; row++) {
            std::vector<float> nu = incoming(row, posteriors, mu[row]);
            mu[row] = check(nu, events[row], alpha);
            for (size_t k = 0; k < nu.size(); k++) {
                posteriors[row_columns[row][k]] = kept(nu[k] + mu[row][k]);
            }
        }
    }

    /* All checks, then all columns. */
    void flood(std::vector<float>& posteriors, const std::vector<float>& beliefs, std::vector<std::vector<float>>& mu,
               const std::vector<bool>& events, float alpha, uint32_t leg) const {
        for (size_t row = 0; row < rows; row++) {
            mu[row] = check(incoming(row, beliefs, mu[row]), events[row], alpha);
        }
        for (size_t column = 0; column < columns; column++) {
            float gamma = leg == 0 ? a.memory : strengths[leg - 1][column];
            posteriors[column] =
                a.has_memory ? priors[column] * (1.0f - gamma) + posteriors[column] * gamma : priors[column];
        }
        for (size_t row = 0; row < rows; row++) {
            for (size_t k = 0; k < mu[row].size(); k++) {
                posteriors[row_columns[row][k]] += mu[row][k];
            }
        }
        for (float& posterior : posteriors) {
            posterior = kept(posterior);
        }
    }

    Result decode(const std::vector<bool>& events) const {
        std::vector<bool> none(columns, false);
        if (a.empty_is_lightest && explains(none, events)) {
            return {none, 0, 1};
        }
        std::vector<float> posteriors = priors;
        Result best = {none, std::numeric_limits<double>::infinity(), 0};
        uint64_t total = 0;
        uint32_t solutions = 0;
        std::vector<bool> errors;
        for (uint32_t leg = 0; leg == 0 || (leg <= a.legs && solutions < a.solutions); leg++) {
            std::vector<std::vector<float>> mu;
            for (size_t row = 0; row < rows; row++) {
                mu.emplace_back(row_columns[row].size(), 0.0f);
            }
            std::vector<float> beliefs = priors;
            bool converged = false;
            for (uint32_t t = 1; t <= (leg == 0 ? a.iterations : a.leg_iterations) && !converged; t++) {
                total++;
                float alpha = alpha_of(a.scaling, t);
                if (layered) {
                    update_layers(posteriors, mu, events, alpha);
                } else {
                    flood(posteriors, beliefs, mu, events, alpha, leg);
                }
                errors.assign(columns, false);
                for (size_t column = 0; column < columns; column++) {
                    errors[column] = posteriors[column] <= 0;
                }
                beliefs = posteriors;
                converged = explains(errors, events);
            }
            if (converged) {
                solutions++;
                if (weight_of(errors) < best.weight) {
                    best = {errors, weight_of(errors), 1};
                }
            }
        }
        if (solutions == 0) {
            best = {errors, weight_of(errors), 0};
        }
        best.outcome = 4 * total + (solutions > 0);
        return best;
    }
};

/* Solves a system of equations with the columns in a given order, each of which is used if those before it do not make
 * it up; empty if there is no solution. `columns` are sets of at most 64 rows. */
inline std::vector<bool> solve_in_order(const std::vector<uint64_t>& columns, const std::vector<size_t>& order,
                                        uint64_t right) {
    struct Pivot {
        uint64_t rows;
        std::vector<bool> made_of;
    };
    std::vector<Pivot> pivots;
    std::vector<bool> solution(columns.size());
    auto reduce = [&](uint64_t rows, std::vector<bool>& made_of) {
        for (const Pivot& pivot : pivots) {
            if (rows & pivot.rows & (0 - pivot.rows)) {
                rows ^= pivot.rows;
                for (size_t i = 0; i < made_of.size(); i++) {
                    made_of[i] = made_of[i] != pivot.made_of[i];
                }
            }
        }
        return rows;
    };
    for (size_t column : order) {
        std::vector<bool> made_of(columns.size());
        made_of[column] = true;
        uint64_t rows = reduce(columns[column], made_of);
        if (rows != 0) {
            pivots.push_back({rows, made_of});
        }
    }
    return reduce(right, solution) == 0 ? solution : std::vector<bool>();
}

/* An edge of a detector graph; the boundary is node -1. */
struct Edge {
    int one;
    int other;
    int weight;
};

/* The least weight of a set of edges with given odd nodes; infinite if there is none. */
inline double least_weight(const std::vector<Edge>& edges, uint64_t odd) {
    double best = std::numeric_limits<double>::infinity();
    for (uint64_t set = 0; set < 1ull << edges.size(); set++) {
        uint64_t parity = 0;
        double weight = 0;
        for (size_t i = 0; i < edges.size(); i++) {
            if (set >> i & 1) {
                parity ^= 1ull << edges[i].one ^ (edges[i].other < 0 ? 0 : 1ull << edges[i].other);
                weight += edges[i].weight;
            }
        }
        best = parity == odd && weight < best ? weight : best;
    }
    return best;
}

}  // namespace decoder_definition

#endif
