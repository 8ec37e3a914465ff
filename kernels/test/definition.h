/*
 * jaynes_plan.h read word by word, one item at a time, nothing shared with the kernels but the structs: what every
 * kernel's results are compared with, bit for bit.
 */
#ifndef JAYNES_TEST_DEFINITION_H
#define JAYNES_TEST_DEFINITION_H

#include <cmath>
#include <cstdint>
#include <vector>

#include "jaynes_plan.h"
#include "philox.h"

namespace definition {

template <typename Real>
struct Complex {
    Real re, im;
};

inline uint64_t bit(uint64_t x, unsigned position) { return x >> position & 1; }

/* Index of the amplitude at `position` of tile number `tile`. */
inline uint64_t index_in_tile(const JaynesPassArguments& a, uint64_t tile, uint64_t position) {
    uint64_t index = 0;
    unsigned inner = 0, outer = 0;
    for (unsigned b = 0; b < a.index_bits; b++) {
        if (inner < a.tile_bits && a.tile_qubits[inner] == b) {
            index |= bit(position, inner++) << b;
        } else {
            index |= bit(tile, outer++) << b;
        }
    }
    return index;
}

template <typename Real>
void apply_to_group(const JaynesOp& op, const Real* m, const std::vector<Complex<Real>*>& x) {
    Complex<Real> x0 = *x[0];
    Complex<Real> x1 = x.size() > 1 ? *x[1] : x0;
    switch (op.kind) {
        case JAYNES_OP_MATRIX: {
            std::vector<Complex<Real>> y(x.size());
            for (size_t r = 0; r < x.size(); r++) {
                const Real* row = m + 2 * r * x.size();
                Real re = row[0] * x0.re;
                re = std::fma(-row[1], x0.im, re);
                Real im = row[0] * x0.im;
                im = std::fma(row[1], x0.re, im);
                for (size_t c = 1; c < x.size(); c++) {
                    re = std::fma(row[2 * c], x[c]->re, re);
                    re = std::fma(-row[2 * c + 1], x[c]->im, re);
                    im = std::fma(row[2 * c], x[c]->im, im);
                    im = std::fma(row[2 * c + 1], x[c]->re, im);
                }
                y[r] = {re, im};
            }
            for (size_t r = 0; r < x.size(); r++) {
                *x[r] = y[r];
            }
            break;
        }
        case JAYNES_OP_REAL:
            *x[0] = {std::fma(m[1], x1.re, m[0] * x0.re), std::fma(m[1], x1.im, m[0] * x0.im)};
            *x[1] = {std::fma(m[3], x1.re, m[2] * x0.re), std::fma(m[3], x1.im, m[2] * x0.im)};
            break;
        case JAYNES_OP_CROSS:
            *x[0] = {std::fma(-m[1], x1.im, m[0] * x0.re), std::fma(m[1], x1.re, m[0] * x0.im)};
            *x[1] = {std::fma(m[3], x1.re, -(m[2] * x0.im)), std::fma(m[3], x1.im, m[2] * x0.re)};
            break;
        case JAYNES_OP_FLIP:
            *x[0] = x1;
            *x[1] = x0;
            break;
        case JAYNES_OP_SUM_DIFFERENCE:
            *x[0] = {x0.re + x1.re, x0.im + x1.im};
            *x[1] = {x0.re - x1.re, x0.im - x1.im};
            break;
    }
}

template <typename Real>
void apply_op(const JaynesPassArguments& a, const JaynesOp& op, const Real* m, uint64_t tile,
              std::vector<Complex<Real>>& x) {
    uint64_t outer_bits = index_in_tile(a, tile, 0) | a.slice << a.index_bits;
    if ((outer_bits & op.outer_control_mask) != op.outer_control_value) {
        return;
    }
    uint64_t targets = 0;
    for (unsigned i = 0; op.kind != JAYNES_OP_DIAGONAL && i < op.bit_count; i++) {
        targets |= uint64_t(1) << op.bits[i];
    }
    for (uint64_t position = 0; position < x.size(); position++) {
        if ((position & targets) != 0 || (position & op.local_control_mask) != op.local_control_value) {
            continue;
        }
        if (op.kind == JAYNES_OP_DIAGONAL) {
            uint64_t j = 0;
            for (unsigned i = 0; i < op.bit_count; i++) {
                j |= (op.bits[i] >= JAYNES_OUTER_BIT ? bit(outer_bits, op.bits[i] - JAYNES_OUTER_BIT)
                                                     : bit(position, op.bits[i]))
                     << i;
            }
            Real re = m[2 * j], im = m[2 * j + 1];
            Complex<Real> y = x[position];
            x[position] = {std::fma(-im, y.im, re * y.re), std::fma(im, y.re, re * y.im)};
            continue;
        }
        std::vector<Complex<Real>*> group;
        for (uint64_t g = 0; g < uint64_t(1) << op.bit_count; g++) {
            uint64_t other = position;
            for (unsigned i = 0; i < op.bit_count; i++) {
                other |= bit(g, i) << op.bits[i];
            }
            group.push_back(&x[other]);
        }
        apply_to_group(op, m, group);
    }
}

/* What a probe adds for the amplitudes of a tile. */
template <typename Real>
int64_t probe(const JaynesPassArguments& a, const JaynesOp& op, uint64_t tile, const std::vector<Complex<Real>>& x) {
    uint64_t outer_bits = index_in_tile(a, tile, 0) | a.slice << a.index_bits;
    if ((outer_bits & op.outer_control_mask) != op.outer_control_value) {
        return 0;
    }
    bool of_z = op.kind == JAYNES_OP_PROBE_Z;
    uint64_t pair = uint64_t(1) << op.bits[0], target = of_z ? 0 : uint64_t(1) << op.bits[1];
    int64_t sum = 0;
    for (uint64_t position = 0; position < x.size(); position++) {
        if ((position & (pair | target)) != 0 || (position & op.local_control_mask) != op.local_control_value) {
            continue;
        }
        Complex<Real> x0 = x[position], x1 = x[position | target], w0 = x[position | pair],
                      w1 = x[position | pair | target];
        Real v;
        bool odd = false;
        if (op.kind == JAYNES_OP_PROBE_X) {
            v = w0.re * x1.im;
            v = std::fma(-w0.im, x1.re, v);
            v = std::fma(w1.re, x0.im, v);
            v = std::fma(-w1.im, x0.re, v);
        } else if (op.kind == JAYNES_OP_PROBE_Y) {
            v = w1.re * x0.re;
            v = std::fma(w1.im, x0.im, v);
            v = std::fma(-w0.re, x1.re, v);
            v = std::fma(-w0.im, x1.im, v);
        } else {
            v = w0.re * x0.im;
            v = std::fma(-w0.im, x0.re, v);
            for (unsigned i = 1; i < op.bit_count; i++) {
                odd ^= (op.bits[i] >= JAYNES_OUTER_BIT ? bit(outer_bits, op.bits[i] - JAYNES_OUTER_BIT)
                                                       : bit(position, op.bits[i])) != 0;
            }
        }
        int64_t nearest = int64_t(std::nearbyint(v));
        sum += odd ? -nearest : nearest;
    }
    return sum;
}

/* sums: as of probe_sums. */
template <typename Real>
void pass(const JaynesPassArguments& a, Complex<Real>* states, const Real* coefficients, const JaynesOp* ops,
          int64_t* sums) {
    for (uint64_t row = 0; row < a.row_count; row++) {
        Complex<Real>* state = states + (row << a.index_bits);
        for (uint64_t tile = 0; tile < uint64_t(1) << (a.index_bits - a.tile_bits); tile++) {
            std::vector<Complex<Real>> x(size_t(1) << a.tile_bits);
            bool zeros = true;
            for (uint64_t p = 0; p < x.size(); p++) {
                zeros = zeros && (index_in_tile(a, tile, p) & a.fixed_mask) != a.fixed_value;
            }
            if (zeros) {
                continue;
            }
            for (uint64_t p = 0; p < x.size(); p++) {
                x[p] = state[index_in_tile(a, tile, p)];
            }
            for (unsigned i = 0; i < a.op_count; i++) {
                if (ops[i].kind >= JAYNES_OP_PROBE_X) {
                    sums[row * a.probe_count + ops[i].coefficient_offset] += probe(a, ops[i], tile, x);
                    continue;
                }
                apply_op(a, ops[i], coefficients + row * a.coefficient_stride + ops[i].coefficient_offset, tile, x);
            }
            for (uint64_t p = 0; p < x.size(); p++) {
                state[index_in_tile(a, tile, p)] = x[p];
            }
        }
    }
}

template <typename Real>
double probability(Complex<Real> x) {
    double re = x.re, im = x.im;
    return std::fma(re, re, im * im);
}

inline double fold(std::vector<double> s) {
    for (size_t h = s.size() / 2; h >= 1; h /= 2) {
        for (size_t i = 0; i < h; i++) {
            s[i] = s[i] + s[i + h];
        }
    }
    return s[0];
}

inline unsigned chunk_bits(unsigned bits) { return bits < JAYNES_CHUNK_BITS ? bits : JAYNES_CHUNK_BITS; }

/* The folds of the chunks of `values`, appended to sums. */
inline void fold_chunks(const std::vector<double>& values, unsigned bits, std::vector<double>& sums) {
    size_t size = size_t(1) << bits;
    for (size_t first = 0; first < values.size(); first += size) {
        sums.push_back(fold(std::vector<double>(values.begin() + first, values.begin() + first + size)));
    }
}

template <typename Real>
std::vector<double> marginal(const JaynesMarginalArguments& a, const Complex<Real>* states) {
    std::vector<double> sums;
    for (uint64_t row = 0; row < a.row_count; row++) {
        for (uint64_t v = 0; v < uint64_t(1) << a.bit_count; v++) {
            std::vector<double> values;
            for (uint64_t i = 0; i < uint64_t(1) << a.index_bits; i++) {
                bool matches = true;
                for (unsigned b = 0; b < a.bit_count; b++) {
                    matches = matches && bit(i, a.bits[b]) == bit(v, b);
                }
                if (matches) {
                    values.push_back(probability(states[(row << a.index_bits) + i]));
                }
            }
            fold_chunks(values, chunk_bits(a.index_bits - a.bit_count), sums);
        }
    }
    return sums;
}

inline double sum_of_terms(const JaynesPauliTerm* terms, unsigned count, uint64_t i) {
    double g = 0.0;
    for (unsigned t = 0; t < count; t++) {
        bool odd = __builtin_parityll(i & terms[t].z_mask);
        g = g + (odd ? -terms[t].coefficient : terms[t].coefficient);
    }
    return g;
}

template <typename Real>
std::vector<double> pauli(const JaynesPauliArguments& a, const Complex<Real>* states, const JaynesPauliTerm* terms) {
    std::vector<double> sums;
    for (uint64_t row = 0; row < a.row_count; row++) {
        const Complex<Real>* state = states + (row << a.index_bits);
        std::vector<double> values;
        for (uint64_t i = 0; i < uint64_t(1) << a.index_bits; i++) {
            double are = state[i].re, aim = state[i].im;
            double bre = state[i ^ a.x_mask].re, bim = state[i ^ a.x_mask].im;
            double re = std::fma(bre, are, bim * aim);
            double im = std::fma(bre, aim, -(bim * are));
            double g = sum_of_terms(terms, a.real_term_count, i);
            double h = sum_of_terms(terms + a.real_term_count, a.imaginary_term_count, i);
            values.push_back(std::fma(re, g, im * h));
        }
        fold_chunks(values, chunk_bits(a.index_bits), sums);
    }
    return sums;
}

/* The walk over `values` from `sum`; their number if it finds nothing. */
inline size_t walk(const std::vector<double>& values, double r, double& sum) {
    for (size_t i = 0; i < values.size(); i++) {
        if (sum + values[i] > r) {
            return i;
        }
        sum = sum + values[i];
    }
    return values.size();
}

inline uint64_t last_positive(const std::vector<double>& values) {
    uint64_t last = 0;
    for (size_t i = 0; i < values.size(); i++) {
        last = values[i] > 0 ? i : last;
    }
    return last;
}

template <typename Real>
uint64_t sample(const JaynesSampleArguments& a, const Complex<Real>* state, const std::vector<double>& cumulative,
                uint64_t shot) {
    double t = jaynes::philox_uniform(a.seed, shot, a.row, a.purpose) * cumulative.back();
    size_t chunk = 0;
    while (chunk < cumulative.size() && !(cumulative[chunk] > t)) {
        chunk++;
    }
    bool missed = chunk == cumulative.size();
    chunk = missed ? 0 : chunk;
    for (size_t j = 1; missed && j < cumulative.size(); j++) {
        chunk = cumulative[j] > cumulative[j - 1] ? j : chunk;
    }
    double r = t - (chunk == 0 ? 0 : cumulative[chunk - 1]);
    size_t size = size_t(1) << chunk_bits(a.index_bits);
    size_t group_size = size < 32 ? size : 32;
    std::vector<double> p, folds;
    for (size_t i = 0; i < size; i++) {
        p.push_back(probability(state[chunk * size + i]));
    }
    for (size_t g = 0; g < size; g += group_size) {
        folds.push_back(fold(std::vector<double>(p.begin() + g, p.begin() + g + group_size)));
    }
    double sum = 0;
    size_t group = walk(folds, r, sum);
    if (missed || group == folds.size()) {
        return chunk * size + last_positive(p);
    }
    std::vector<double> in_group(p.begin() + group * group_size, p.begin() + (group + 1) * group_size);
    size_t i = walk(in_group, r, sum);
    return chunk * size + group * group_size + (i == group_size ? last_positive(in_group) : i);
}

/* What a row draws, and the weight of that. */
struct Drawn {
    uint32_t outcome;
    double weight;
};

inline Drawn choice(const JaynesChoiceArguments& a, uint64_t row, const double* parts, const double* factors,
                    uint32_t event) {
    std::vector<double> weights;
    double norm = 0;
    size_t last = 0;
    for (uint32_t j = 0; j < a.operator_count; j++) {
        double w = 0;
        for (uint32_t p = 0; p < a.part_count; p++) {
            bool marginal = p < 1u << a.bit_count;
            double part = parts[marginal ? (row << a.bit_count) + p : p * a.row_count + row];
            w = std::fma(factors[j * a.part_count + p], part, w);
        }
        weights.push_back(w > 0 ? w : 0);
        norm = norm + weights.back();
        last = weights.back() > 0 ? j : last;
    }
    if (!(norm > 0)) {
        return {JAYNES_CHOICE_IMPOSSIBLE, 1};
    }
    double t = jaynes::philox_uniform(a.seed, a.first_shot + row, 0, event) * norm;
    double sum = weights[0];
    uint32_t j = 0;
    while (j < last && !(sum > t)) {
        sum = sum + weights[++j];
    }
    return {j, weights[j]};
}

}  // namespace definition

#endif
