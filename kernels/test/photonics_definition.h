/* jaynes_photonics.h, read as plainly as possible: one number after the other. */
#ifndef JAYNES_TEST_PHOTONICS_DEFINITION_H
#define JAYNES_TEST_PHOTONICS_DEFINITION_H

#include <cmath>
#include <cstdint>
#include <map>
#include <utility>
#include <vector>

#include "jaynes_photonics.h"

namespace photonics_definition {

struct Number {
    double re;
    double im;
};

inline Number times(Number x, Number y, bool real) {
    if (real) {
        return {x.re * y.re, 0};
    }
    return {std::fma(x.re, y.re, -(x.im * y.im)), std::fma(x.re, y.im, x.im * y.re)};
}

/* x + a b */
inline Number plus_product(Number x, Number a, Number b, bool real) {
    if (real) {
        return {std::fma(a.re, b.re, x.re), 0};
    }
    return {std::fma(-a.im, b.im, std::fma(a.re, b.re, x.re)), std::fma(a.im, b.re, std::fma(a.re, b.im, x.im))};
}

/* The combinations of digits in the order of the reflected Gray code. */
class GrayCode {
 public:
    explicit GrayCode(std::vector<uint32_t> radices)
        : value(radices.size(), 0), radices_(std::move(radices)), up_(radices_.size(), true) {}

    std::vector<uint32_t> value;
    size_t changed = 0;
    bool went_up = false;

    void next() {
        changed = 0;
        while (up_[changed] ? value[changed] + 1 == radices_[changed] : value[changed] == 0) {
            up_[changed] = !up_[changed];
            changed++;
        }
        went_up = up_[changed];
        value[changed] += went_up ? 1 : -1u;
    }

 private:
    std::vector<uint32_t> radices_;
    std::vector<bool> up_;
};

/* A permanent's matrices and plan; digits, binomials and factors belong to it. */
struct Permanent {
    JaynesPermanentArguments a;
    std::vector<Number> matrices;
    std::vector<JaynesGlynnDigit> digits;
    std::vector<double> binomials;
    std::vector<uint32_t> factors;
    bool real;

    struct Sum {
        double re, im, magnitude;
    };

    Number entry(uint64_t matrix, uint32_t row, uint32_t column) const {
        return matrices[(matrix * a.rows + row) * a.columns + column];
    }

    void add_row(uint64_t matrix, uint32_t row, double factor, std::vector<Number>& x) const {
        for (uint32_t j = 0; j < a.columns; j++) {
            x[j].re = std::fma(factor, entry(matrix, row, j).re, x[j].re);
            x[j].im = real ? 0 : std::fma(factor, entry(matrix, row, j).im, x[j].im);
        }
    }

    Number product(const std::vector<Number>& x) const {
        Number p[4] = {{1, 0}, {1, 0}, {1, 0}, {1, 0}};
        for (size_t f = 0; f < factors.size(); f++) {
            p[f % 4] = f < 4 ? x[factors[f]] : times(p[f % 4], x[factors[f]], real);
        }
        return times(times(p[0], p[1], real), times(p[2], p[3], real), real);
    }

    Sum stream(uint64_t matrix, uint64_t s) const {
        std::vector<Number> x(a.columns, Number{0, 0});
        add_row(matrix, a.fixed_row, a.fixed_copies, x);
        double w = 1;
        uint32_t high = 0;
        std::vector<uint32_t> radices;
        for (uint32_t d = 0; d < a.digit_count; d++) {
            uint32_t v = 0;
            if (d < a.low_digits) {
                radices.push_back(digits[d].radix);
            } else {
                v = uint32_t(s % digits[d].radix);
                s /= digits[d].radix;
                w *= binomials[digits[d].binomials + v];
                high += v;
            }
            add_row(matrix, digits[d].row, (digits[d].row == a.fixed_row ? 0.0 : digits[d].copies) - 2.0 * v, x);
        }
        w = high % 2 == 0 ? w : -w;
        GrayCode code(radices);
        Number sum = product(x);
        double magnitude = std::fabs(sum.re) + std::fabs(sum.im);
        for (uint64_t term = 1; term < a.low_terms; term++) {
            code.next();
            add_row(matrix, digits[code.changed].row, code.went_up ? -2.0 : 2.0, x);
            double c = 1;
            uint32_t low = 0;
            for (size_t d = radices.size(); d-- > 0;) {
                c *= binomials[digits[d].binomials + code.value[d]];
                low += code.value[d];
            }
            c = low % 2 == 0 ? c : -c;
            Number p = product(x);
            sum = {std::fma(c, p.re, sum.re), real ? 0 : std::fma(c, p.im, sum.im)};
            magnitude = std::fma(std::fabs(c), std::fabs(p.re) + std::fabs(p.im), magnitude);
        }
        return {w * sum.re, real ? 0 : w * sum.im, std::fabs(w) * magnitude};
    }

    Sum block(uint64_t item) const {
        uint64_t blocks = (a.streams + JAYNES_PERMANENT_BLOCK - 1) / JAYNES_PERMANENT_BLOCK;
        uint64_t first = item % blocks * JAYNES_PERMANENT_BLOCK;
        std::vector<Sum> s;
        for (uint64_t i = first; i < a.streams && i < first + JAYNES_PERMANENT_BLOCK; i++) {
            s.push_back(stream(item / blocks, i));
        }
        while (s.size() > 1) {
            size_t h = 1;
            while (2 * h < s.size()) {
                h *= 2;
            }
            for (size_t i = 0; i + h < s.size(); i++) {
                s[i] = {s[i].re + s[i + h].re, s[i].im + s[i + h].im, s[i].magnitude + s[i + h].magnitude};
            }
            s.resize(h);
        }
        return s[0];
    }
};

/* A sum of two doubles. */
struct Pair {
    double high, low;

    static Pair joined(double r, double e) {
        double h = r + e;
        return {h, e - (h - r)};
    }
    Pair operator-() const { return {-high, -low}; }
    Pair operator+(Pair b) const {
        /* What the sum of two doubles rounds away. */
        auto lost = [](double x, double y) {
            double t = (x + y) - x;
            return (x - ((x + y) - t)) + (y - t);
        };
        double s = high + b.high, s2 = low + b.low;
        double e = lost(high, b.high) + s2;
        return joined(s + e, (e - ((s + e) - s)) + lost(low, b.low));
    }
    Pair operator*(Pair b) const {
        double p = high * b.high;
        return joined(p, std::fma(high, b.high, -p) + (high * b.low + low * b.high));
    }
    Pair operator*(double f) const {
        double p = high * f;
        return joined(p, std::fma(high, f, -p) + low * f);
    }
};

/* The same permanents in pairs of doubles. */
class PairPermanent {
    const Permanent& plan;

 public:
    explicit PairPermanent(const Permanent& permanent) : plan(permanent) {}

    struct Sum {
        Pair re, im;
        double magnitude;
    };

    Sum block(uint64_t item) const {
        const JaynesPermanentArguments& a = plan.a;
        uint64_t blocks = (a.streams + JAYNES_PERMANENT_BLOCK - 1) / JAYNES_PERMANENT_BLOCK;
        uint64_t first = item % blocks * JAYNES_PERMANENT_BLOCK;
        std::vector<Sum> s;
        for (uint64_t i = first; i < a.streams && i < first + JAYNES_PERMANENT_BLOCK; i++) {
            s.push_back(stream(item / blocks, i));
        }
        while (s.size() > 1) {
            size_t h = 1;
            while (2 * h < s.size()) {
                h *= 2;
            }
            for (size_t i = 0; i + h < s.size(); i++) {
                s[i] = {s[i].re + s[i + h].re, s[i].im + s[i + h].im, s[i].magnitude + s[i + h].magnitude};
            }
            s.resize(h);
        }
        return s[0];
    }

 private:
    struct Complex {
        Pair re, im;
    };

    void add_row(uint64_t matrix, uint32_t row, double factor, std::vector<Complex>& x) const {
        for (uint32_t j = 0; j < plan.a.columns; j++) {
            Number entry = plan.entry(matrix, row, j);
            x[j].re = x[j].re + Pair{entry.re, 0} * factor;
            x[j].im = plan.real ? Pair{0, 0} : x[j].im + Pair{entry.im, 0} * factor;
        }
    }

    void add_product(const std::vector<Complex>& x, double weight, Sum& sum) const {
        Complex p = {{1, 0}, {0, 0}};
        for (uint32_t f : plan.factors) {
            p = plan.real ? Complex{p.re * x[f].re, {0, 0}}
                          : Complex{p.re * x[f].re + -(p.im * x[f].im), p.im * x[f].re + p.re * x[f].im};
        }
        p = {p.re * weight, plan.real ? Pair{0, 0} : p.im * weight};
        sum = {sum.re + p.re, plan.real ? Pair{0, 0} : sum.im + p.im,
               sum.magnitude + (std::fabs(p.re.high) + std::fabs(p.im.high))};
    }

    Sum stream(uint64_t matrix, uint64_t s) const {
        const JaynesPermanentArguments& a = plan.a;
        std::vector<Complex> x(a.columns, Complex{{0, 0}, {0, 0}});
        add_row(matrix, a.fixed_row, a.fixed_copies, x);
        double w = 1;
        uint32_t high = 0;
        std::vector<uint32_t> radices;
        for (uint32_t d = 0; d < a.digit_count; d++) {
            const JaynesGlynnDigit& digit = plan.digits[d];
            uint32_t v = 0;
            if (d < a.low_digits) {
                radices.push_back(digit.radix);
            } else {
                v = uint32_t(s % digit.radix);
                s /= digit.radix;
                w *= plan.binomials[digit.binomials + v];
                high += v;
            }
            add_row(matrix, digit.row, (digit.row == a.fixed_row ? 0.0 : digit.copies) - 2.0 * v, x);
        }
        w = high % 2 == 0 ? w : -w;
        GrayCode code(radices);
        Sum sum = {{0, 0}, {0, 0}, 0};
        for (uint64_t term = 0; term < a.low_terms; term++) {
            double c = 1;
            uint32_t low = 0;
            if (term > 0) {
                code.next();
                add_row(matrix, plan.digits[code.changed].row, code.went_up ? -2.0 : 2.0, x);
            }
            for (size_t d = radices.size(); d-- > 0;) {
                c *= plan.binomials[plan.digits[d].binomials + code.value[d]];
                low += code.value[d];
            }
            add_product(x, w * (low % 2 == 0 ? c : -c), sum);
        }
        return sum;
    }
};

/* Shots by the chain rule over photons. u[column * stride + path]. */
struct PhotonSample {
    JaynesPhotonSampleArguments a;
    std::vector<Number> u;
    std::vector<double> binomials;
    bool real;

    /* The paths of the photons with these columns; draw e of the shot is uniform(e). */
    template <typename Uniform>
    std::vector<uint32_t> paths(std::vector<uint32_t> columns, const Uniform& uniform) const {
        uint32_t event = 0;
        for (size_t i = columns.size(); i-- > 1;) {
            std::swap(columns[i], columns[size_t(uniform(event++) * double(i + 1))]);
        }
        std::vector<uint32_t> drawn, rows, copies;
        for (size_t l = 0; l < columns.size(); l++) {
            std::vector<uint32_t> c(columns.begin(), columns.begin() + long(l) + 1);
            drawn.push_back(choose(c, minors(c, rows, copies), uniform(event++)));
            size_t d = 0;
            while (d < rows.size() && rows[d] != drawn[l]) {
                d++;
            }
            if (d == rows.size()) {
                rows.push_back(drawn[l]);
                copies.push_back(0);
            }
            copies[d]++;
        }
        return drawn;
    }

 private:
    struct Digit {
        size_t row;
        uint32_t radix;
    };

    std::vector<Number> minors(const std::vector<uint32_t>& c, const std::vector<uint32_t>& rows,
                               const std::vector<uint32_t>& copies) const {
        if (c.size() == 1) {
            return {{1, 0}};
        }
        size_t fixed = 0;
        for (size_t d = 0; d < rows.size(); d++) {
            fixed = copies[d] < copies[fixed] ? d : fixed;
        }
        std::vector<Digit> digits;
        for (size_t d = 0; d < rows.size(); d++) {
            if (d != fixed) {
                digits.push_back({d, copies[d] + 1});
            }
        }
        if (copies[fixed] > 1) {
            digits.push_back({fixed, copies[fixed]});
        }
        uint64_t terms = 1;
        for (Digit digit : digits) {
            terms *= digit.radix;
        }
        uint64_t low_terms = 1;
        std::vector<uint32_t> low;
        while (low.size() < digits.size() && low_terms * digits[low.size()].radix <= 1024 &&
               low_terms * digits[low.size()].radix * JAYNES_PHOTON_LANES <= terms) {
            low_terms *= digits[low.size()].radix;
            low.push_back(digits[low.size()].radix);
        }
        std::vector<Number> lanes(JAYNES_PHOTON_LANES * c.size(), Number{0, 0});
        for (uint64_t s = 0; s < terms / low_terms; s++) {
            std::vector<Number> x(c.size(), Number{0, 0});
            auto add_row = [&](size_t row, double factor) {
                for (size_t j = 0; j < c.size(); j++) {
                    Number entry = u[c[j] * a.stride + rows[row]];
                    x[j] = {std::fma(factor, entry.re, x[j].re), real ? 0 : std::fma(factor, entry.im, x[j].im)};
                }
            };
            add_row(fixed, copies[fixed]);
            double w = 1;
            uint32_t sum = 0;
            uint64_t rest = s;
            for (size_t d = 0; d < digits.size(); d++) {
                uint32_t v = 0;
                if (d >= low.size()) {
                    v = uint32_t(rest % digits[d].radix);
                    rest /= digits[d].radix;
                    w *= binomial(digits[d].radix - 1, v);
                    sum += v;
                }
                add_row(digits[d].row, (digits[d].row == fixed ? 0.0 : copies[digits[d].row]) - 2.0 * v);
            }
            w = sum % 2 == 0 ? w : -w;
            std::vector<Number> sums(c.size(), Number{0, 0});
            GrayCode code(low);
            for (uint64_t term = 0; term < low_terms; term++) {
                double weight = 1;
                uint32_t low_sum = 0;
                if (term > 0) {
                    code.next();
                    add_row(digits[code.changed].row, code.went_up ? -2.0 : 2.0);
                }
                for (size_t d = low.size(); d-- > 0;) {
                    weight *= binomial(digits[d].radix - 1, code.value[d]);
                    low_sum += code.value[d];
                }
                add_products(x, w * (low_sum % 2 == 0 ? weight : -weight), sums);
            }
            for (size_t i = 0; i < c.size(); i++) {
                Number& lane = lanes[JAYNES_PHOTON_LANES * i + s % JAYNES_PHOTON_LANES];
                lane = {lane.re + sums[i].re, lane.im + sums[i].im};
            }
        }
        std::vector<Number> result;
        for (size_t i = 0; i < c.size(); i++) {
            Number* s = &lanes[JAYNES_PHOTON_LANES * i];
            for (int h = 4; h > 0; h /= 2) {
                for (int q = 0; q < h; q++) {
                    s[q] = {s[q].re + s[q + h].re, s[q].im + s[q + h].im};
                }
            }
            result.push_back(s[0]);
        }
        return result;
    }

    double binomial(uint32_t n, uint32_t k) const { return binomials[n * (n + 1) / 2 + k]; }

    void add_products(const std::vector<Number>& x, double weight, std::vector<Number>& sums) const {
        std::vector<Number> suffix(x.size(), Number{1, 0});
        for (size_t i = x.size() - 1; i > 0; i--) {
            suffix[i - 1] = times(x[i], suffix[i], real);
        }
        Number prefix = {weight, 0};
        for (size_t i = 0; i < x.size(); i++) {
            sums[i] = plus_product(sums[i], prefix, suffix[i], real);
            prefix = times(prefix, x[i], real);
        }
    }

    uint32_t choose(const std::vector<uint32_t>& c, const std::vector<Number>& p, double uniform) const {
        std::vector<double> weights;
        double total = 0;
        for (uint32_t r = 0; r < a.path_count; r++) {
            Number z = {0, 0};
            for (size_t i = 0; i < c.size(); i++) {
                z = plus_product(z, u[c[i] * a.stride + r], p[i], real);
            }
            weights.push_back(std::fma(z.re, z.re, z.im * z.im));
            total += weights.back();
        }
        double running = 0;
        uint32_t last = 0;
        for (uint32_t r = 0; r < a.path_count; r++) {
            running += weights[r];
            if (running > uniform * total) {
                return r;
            }
            last = weights[r] > 0 ? r : last;
        }
        return last;
    }
};

/* All states of some photons in some modes, in descending lexicographic order. */
inline void add_states(uint32_t modes, uint32_t photons, std::vector<uint32_t>& state,
                       std::vector<std::vector<uint32_t>>& all) {
    if (state.size() + 1 == modes) {
        state.push_back(photons);
        all.push_back(state);
        state.pop_back();
        return;
    }
    for (uint32_t n = photons + 1; n-- > 0;) {
        state.push_back(n);
        add_states(modes, photons - n, state, all);
        state.pop_back();
    }
}

inline std::vector<std::vector<uint32_t>> states(uint32_t modes, uint32_t photons) {
    std::vector<std::vector<uint32_t>> all;
    std::vector<uint32_t> state;
    add_states(modes, photons, state, all);
    return all;
}

/* One more photon: y of x, over the states of photons and of one less. */
inline std::vector<Number> one_more(uint32_t modes, uint32_t photons, const std::vector<Number>& u,
                                    const std::vector<Number>& x, bool real) {
    std::map<std::vector<uint32_t>, size_t> index;
    for (const std::vector<uint32_t>& state : states(modes, photons - 1)) {
        index.emplace(state, index.size());
    }
    std::vector<Number> y;
    for (std::vector<uint32_t> state : states(modes, photons)) {
        Number sum = {0, 0};
        for (uint32_t i = 0; i < modes; i++) {
            if (state[i] > 0) {
                state[i]--;
                sum = plus_product(sum, u[i], x[index.at(state)], real);
                state[i]++;
            }
        }
        y.push_back(sum);
    }
    return y;
}

}  // namespace photonics_definition

#endif
