// jaynes_plan.h read plainly: one amplitude at a time, on the whole state, no tiles and no vectors.
#ifndef JAYNES_TEST_ORACLE_H
#define JAYNES_TEST_ORACLE_H

#include <cmath>
#include <cstdint>
#include <vector>

#include "jaynes_plan.h"
#include "philox.h"

namespace oracle {

template <class Real>
struct Complex {
    Real re, im;
};

// -- passes --------------------------------------------------------------------------------------------------------

template <class Real>
std::vector<Complex<Real>> new_amplitudes(const JaynesOp& op, const Real* m, const std::vector<Complex<Real>>& x) {
    std::vector<Complex<Real>> y(x.size());
    switch (op.kind) {
        case JAYNES_OP_MATRIX:
            for (size_t row = 0; row < x.size(); row++) {
                const Real* w = m + 2 * row * x.size();
                y[row].re = std::fma(-w[1], x[0].im, w[0] * x[0].re);
                y[row].im = std::fma(w[1], x[0].re, w[0] * x[0].im);
                for (size_t c = 1; c < x.size(); c++) {
                    y[row].re = std::fma(w[2 * c], x[c].re, y[row].re);
                    y[row].re = std::fma(-w[2 * c + 1], x[c].im, y[row].re);
                    y[row].im = std::fma(w[2 * c], x[c].im, y[row].im);
                    y[row].im = std::fma(w[2 * c + 1], x[c].re, y[row].im);
                }
            }
            break;
        case JAYNES_OP_REAL:
            y[0] = {std::fma(m[1], x[1].re, m[0] * x[0].re), std::fma(m[1], x[1].im, m[0] * x[0].im)};
            y[1] = {std::fma(m[3], x[1].re, m[2] * x[0].re), std::fma(m[3], x[1].im, m[2] * x[0].im)};
            break;
        case JAYNES_OP_CROSS:
            y[0] = {std::fma(-m[1], x[1].im, m[0] * x[0].re), std::fma(m[1], x[1].re, m[0] * x[0].im)};
            y[1] = {std::fma(m[3], x[1].re, -(m[2] * x[0].im)), std::fma(m[3], x[1].im, m[2] * x[0].re)};
            break;
        case JAYNES_OP_FLIP:
            y = {x[1], x[0]};
            break;
        case JAYNES_OP_SUM_DIFFERENCE:
            y[0] = {x[0].re + x[1].re, x[0].im + x[1].im};
            y[1] = {x[0].re - x[1].re, x[0].im - x[1].im};
            break;
    }
    return y;
}

// The index bit that bits[i] of an op means.
inline uint32_t index_bit(const JaynesPassArguments& a, const JaynesOp& op, uint32_t i) {
    return op.bits[i] >= JAYNES_OUTER_BIT ? uint32_t(op.bits[i] - JAYNES_OUTER_BIT) : a.tile_qubits[op.bits[i]];
}

inline bool controls_hold(const JaynesPassArguments& a, const JaynesOp& op, uint64_t index) {
    bool result = (index & op.outer_control_mask) == op.outer_control_value;
    for (uint32_t b = 0; b < a.tile_bits; b++) {
        if ((op.local_control_mask >> b & 1) != 0) {
            result = result && (index >> a.tile_qubits[b] & 1) == (op.local_control_value >> b & 1);
        }
    }
    return result;
}

// The integer that a probe adds for the amplitudes that differ from `index` in its first two bits; these are 0 in
// index.
template <class Real>
int64_t probe_term(const JaynesPassArguments& a, const JaynesOp& op, uint64_t index, uint64_t whole_index,
                   const Complex<Real>* state) {
    uint64_t pair = uint64_t(1) << index_bit(a, op, 0);
    uint64_t target = op.kind == JAYNES_OP_PROBE_Z ? 0 : uint64_t(1) << index_bit(a, op, 1);
    Complex<Real> x0 = state[index], x1 = state[index | target], w0 = state[index | pair],
                  w1 = state[index | pair | target];
    Real v = 0;
    bool odd = false;
    if (op.kind == JAYNES_OP_PROBE_X) {
        v = std::fma(-w1.im, x0.re, std::fma(w1.re, x0.im, std::fma(-w0.im, x1.re, w0.re * x1.im)));
    } else if (op.kind == JAYNES_OP_PROBE_Y) {
        v = std::fma(-w0.im, x1.im, std::fma(-w0.re, x1.re, std::fma(w1.im, x0.im, w1.re * x0.re)));
    } else {
        v = std::fma(-w0.im, x0.re, w0.re * x0.im);
        for (uint32_t i = 1; i < op.bit_count; i++) {
            odd ^= (whole_index >> index_bit(a, op, i) & 1) != 0;
        }
    }
    int64_t nearest = int64_t(std::nearbyint(v));
    return odd ? -nearest : nearest;
}

template <class Real>
void probe(const JaynesPassArguments& a, const JaynesOp& op, uint64_t row, const Complex<Real>* state) {
    int64_t& sum = reinterpret_cast<int64_t*>(a.probe_sums)[row * a.probe_count + op.coefficient_offset];
    uint64_t targets = uint64_t(1) << index_bit(a, op, 0);
    targets |= op.kind == JAYNES_OP_PROBE_Z ? 0 : uint64_t(1) << index_bit(a, op, 1);
    for (uint64_t index = 0; index < uint64_t(1) << a.index_bits; index++) {
        uint64_t whole_index = index | a.slice << a.index_bits;
        if ((index & targets) == 0 && controls_hold(a, op, whole_index)) {
            sum += probe_term(a, op, index, whole_index, state);
        }
    }
}

template <class Real>
void apply(const JaynesPassArguments& a, const JaynesOp& op, const Real* m, Complex<Real>* state) {
    for (uint64_t index = 0; index < uint64_t(1) << a.index_bits; index++) {
        uint64_t whole_index = index | a.slice << a.index_bits;
        if (!controls_hold(a, op, whole_index)) {
            continue;
        }
        if (op.kind == JAYNES_OP_DIAGONAL) {
            uint64_t j = 0;
            for (uint32_t i = 0; i < op.bit_count; i++) {
                j |= (whole_index >> index_bit(a, op, i) & 1) << i;
            }
            Complex<Real> w{m[2 * j], m[2 * j + 1]}, x = state[index];
            state[index] = {std::fma(-w.im, x.im, w.re * x.re), std::fma(w.im, x.re, w.re * x.im)};
            continue;
        }
        std::vector<uint64_t> members(size_t(1) << op.bit_count, index);
        bool lowest = true;
        for (uint32_t i = 0; i < op.bit_count; i++) {
            uint64_t bit = uint64_t(1) << index_bit(a, op, i);
            lowest = lowest && (index & bit) == 0;
            for (size_t g = 0; g < members.size(); g++) {
                members[g] |= (g >> i & 1) != 0 ? bit : 0;
            }
        }
        if (lowest) {
            std::vector<Complex<Real>> x;
            for (uint64_t member : members) {
                x.push_back(state[member]);
            }
            std::vector<Complex<Real>> y = new_amplitudes(op, m, x);
            for (size_t g = 0; g < members.size(); g++) {
                state[members[g]] = y[g];
            }
        }
    }
}

// Whether all amplitudes of the tile that an amplitude belongs to are known to be zero.
inline bool in_tile_of_zeros(const JaynesPassArguments& a, uint64_t index) {
    uint64_t tile = 0;
    for (uint32_t b = 0; b < a.tile_bits; b++) {
        tile |= uint64_t(1) << a.tile_qubits[b];
    }
    return ((index ^ a.fixed_value) & a.fixed_mask & ~tile) != 0;
}

template <class Real>
void pass(const JaynesPassArguments& a) {
    const JaynesOp* ops = reinterpret_cast<const JaynesOp*>(a.ops);
    uint64_t dimension = uint64_t(1) << a.index_bits;
    for (uint64_t row = 0; row < a.row_count; row++) {
        Complex<Real>* state = reinterpret_cast<Complex<Real>*>(a.states) + (row << a.index_bits);
        const std::vector<Complex<Real>> before(state, state + dimension);
        const Real* coefficients = reinterpret_cast<const Real*>(a.coefficients) + row * a.coefficient_stride;
        for (uint64_t index = 0; index < dimension; index++) {
            state[index] = (index & a.fixed_mask) == a.fixed_value ? state[index] : Complex<Real>{};
        }
        for (uint32_t i = 0; i < a.op_count; i++) {
            if (ops[i].kind >= JAYNES_OP_PROBE_X) {
                probe(a, ops[i], row, state);
            } else {
                apply(a, ops[i], coefficients + ops[i].coefficient_offset, state);
            }
        }
        for (uint64_t index = 0; index < dimension; index++) {
            state[index] = in_tile_of_zeros(a, index) ? before[index] : state[index];
        }
    }
}

// -- sums ----------------------------------------------------------------------------------------------------------

inline double fold(std::vector<double> s) {
    for (size_t h = s.size() / 2; h >= 1; h /= 2) {
        for (size_t i = 0; i < h; i++) {
            s[i] = s[i] + s[i + h];
        }
    }
    return s[0];
}

template <class Real>
double probability(const Complex<Real>& x) {
    return std::fma(double(x.re), double(x.re), double(x.im) * double(x.im));
}

// The folds of the chunks of `values`.
inline void fold_chunks(const std::vector<double>& values, std::vector<double>& sums) {
    size_t chunk = values.size() < 1024 ? values.size() : 1024;
    for (size_t i = 0; i < values.size(); i += chunk) {
        auto start = values.begin() + int64_t(i);
        sums.push_back(fold(std::vector<double>(start, start + int64_t(chunk))));
    }
}

template <class Real>
std::vector<double> marginal(const JaynesMarginalArguments& a) {
    std::vector<double> sums;
    for (uint64_t row = 0; row < a.row_count; row++) {
        const Complex<Real>* state = reinterpret_cast<const Complex<Real>*>(a.states) + (row << a.index_bits);
        for (uint64_t v = 0; v < uint64_t(1) << a.bit_count; v++) {
            std::vector<double> values;
            for (uint64_t index = 0; index < uint64_t(1) << a.index_bits; index++) {
                bool matches = true;
                for (uint32_t j = 0; j < a.bit_count; j++) {
                    matches = matches && (index >> a.bits[j] & 1) == (v >> j & 1);
                }
                if (matches) {
                    values.push_back(probability(state[index]));
                }
            }
            fold_chunks(values, sums);
        }
    }
    return sums;
}

inline double signed_sum(const JaynesPauliTerm* terms, uint32_t count, uint64_t i) {
    double sum = 0.0;
    for (uint32_t t = 0; t < count; t++) {
        bool odd = false;
        for (uint64_t rest = i & terms[t].z_mask; rest != 0; rest >>= 1) {
            odd = odd != ((rest & 1) != 0);
        }
        sum = odd ? sum - terms[t].coefficient : sum + terms[t].coefficient;
    }
    return sum;
}

template <class Real>
std::vector<double> pauli(const JaynesPauliArguments& arguments) {
    std::vector<double> sums;
    const JaynesPauliTerm* terms = reinterpret_cast<const JaynesPauliTerm*>(arguments.terms);
    for (uint64_t row = 0; row < arguments.row_count; row++) {
        const Complex<Real>* state =
            reinterpret_cast<const Complex<Real>*>(arguments.states) + (row << arguments.index_bits);
        std::vector<double> values;
        for (uint64_t i = 0; i < uint64_t(1) << arguments.index_bits; i++) {
            Complex<double> a{double(state[i].re), double(state[i].im)};
            Complex<double> b{double(state[i ^ arguments.x_mask].re), double(state[i ^ arguments.x_mask].im)};
            double re = std::fma(b.re, a.re, b.im * a.im);
            double im = std::fma(b.re, a.im, -(b.im * a.re));
            double g = signed_sum(terms, arguments.real_term_count, i);
            double h = signed_sum(terms + arguments.real_term_count, arguments.imaginary_term_count, i);
            values.push_back(std::fma(re, g, im * h));
        }
        fold_chunks(values, sums);
    }
    return sums;
}

// -- samples -------------------------------------------------------------------------------------------------------

template <class Real>
uint64_t last_positive(const Complex<Real>* state, uint64_t first, uint64_t end) {
    uint64_t result = first;
    for (uint64_t i = first; i < end; i++) {
        result = probability(state[i]) > 0 ? i : result;
    }
    return result;
}

template <class Real>
uint64_t sample(const JaynesSampleArguments& a, uint64_t shot) {
    const Complex<Real>* state = reinterpret_cast<const Complex<Real>*>(a.states);
    const double* cumulative = reinterpret_cast<const double*>(a.cumulative);
    uint64_t dimension = uint64_t(1) << a.index_bits;
    uint64_t chunk_size = dimension < 1024 ? dimension : 1024;
    uint64_t chunks = dimension / chunk_size;
    uint64_t group_size = chunk_size < 32 ? chunk_size : 32;
    double t = jaynes::philox_uniform(a.seed, shot, a.row, a.purpose) * cumulative[chunks - 1];
    uint64_t chunk = 0;
    while (chunk < chunks && !(cumulative[chunk] > t)) {
        chunk++;
    }
    if (chunk == chunks) {
        chunk = 0;
        for (uint64_t j = 1; j < chunks; j++) {
            chunk = cumulative[j] > cumulative[j - 1] ? j : chunk;
        }
        return last_positive(state, chunk * chunk_size, (chunk + 1) * chunk_size);
    }
    double r = t - (chunk == 0 ? 0 : cumulative[chunk - 1]);
    double s = 0;
    for (uint64_t first = chunk * chunk_size; first < (chunk + 1) * chunk_size; first += group_size) {
        std::vector<double> p;
        for (uint64_t i = first; i < first + group_size; i++) {
            p.push_back(probability(state[i]));
        }
        double group = fold(p);
        if (s + group > r) {
            for (uint64_t i = first; i < first + group_size; i++) {
                if (s + p[i - first] > r) {
                    return i;
                }
                s = s + p[i - first];
            }
            return last_positive(state, first, first + group_size);
        }
        s = s + group;
    }
    return last_positive(state, chunk * chunk_size, (chunk + 1) * chunk_size);
}

}  // namespace oracle

#endif
