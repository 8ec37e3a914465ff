/* jaynes_photonics.h, read as plainly as possible: one number after the other. */
#ifndef JAYNES_TEST_PHOTONICS_DEFINITION_H
#define JAYNES_TEST_PHOTONICS_DEFINITION_H

#include <cmath>
#include <cstdint>
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

}  // namespace photonics_definition

#endif
