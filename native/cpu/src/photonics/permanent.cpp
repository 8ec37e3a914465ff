// Permanents: streams of Glynn's terms, one stream a lane. All lanes take the same step of the Gray code, so the row that
// is added to the sums of columns is one number a column.
#include "photonics/gray_code.h"
#include "kernels.h"
#include "photonics/lanes.h"

namespace jaynes {
namespace JAYNES_INSTRUCTION_SET {
namespace {

constexpr uint32_t max_columns = JAYNES_MAX_PHOTONS;

struct StreamSum {
    double re, im, magnitude;
};

template <bool real>
class Streams {
    const JaynesPermanentArguments& a;
    const double* re;
    const double* im;
    const JaynesGlynnDigit* digits;
    const double* binomials;
    const uint32_t* factors;
    bool distinct_columns;  // factor f is column f
    bool plain;             // all low digits have radix 2, so that binomials are 1
    // Sums of columns of all lanes, and twice the rows of the low digits.
    alignas(64) double x[max_columns * photon_lanes];
    alignas(64) double y[real ? 1 : max_columns * photon_lanes];
    double twice_re[10 * max_columns];
    double twice_im[real ? 1 : 10 * max_columns];

 public:
    Streams(const JaynesPermanentArguments& arguments, uint64_t matrix)
        : a(arguments),
          digits(reinterpret_cast<const JaynesGlynnDigit*>(a.digits)),
          binomials(reinterpret_cast<const double*>(a.binomials)),
          factors(reinterpret_cast<const uint32_t*>(a.factors)) {
        uint64_t entries = uint64_t(a.rows) * a.columns;
        re = reinterpret_cast<const double*>(a.re) + matrix * entries;
        im = real ? nullptr : reinterpret_cast<const double*>(a.im) + matrix * entries;
        distinct_columns = a.factor_count == a.columns;
        for (uint32_t f = 0; f < a.factor_count; f++) {
            distinct_columns = distinct_columns && factors[f] == f;
        }
        plain = true;
        for (uint32_t d = 0; d < a.low_digits; d++) {
            plain = plain && digits[d].radix == 2;
        }
        // Low digits of radix 2 or more make at most 1024 terms: there are ten at most.
        for (uint32_t d = 0; d < a.low_digits; d++) {
            for (uint32_t j = 0; j < a.columns; j++) {
                twice_re[d * max_columns + j] = 2 * re[digits[d].row * a.columns + j];
                if constexpr (!real) {
                    twice_im[d * max_columns + j] = 2 * im[digits[d].row * a.columns + j];
                }
            }
        }
    }

    // The streams [first, first + photon_lanes) as far as there are some; sums of lanes that have none are of no meaning.
    void sum(uint64_t first, StreamSum* results) {
        double weights[photon_lanes];
        start(first, weights);
        Numbers<real> sum;
        Lanes magnitude;
        if (plain && distinct_columns) {
            run_plain(sum, magnitude);
        } else {
            run(sum, magnitude);
        }
        alignas(64) double r[photon_lanes], i[photon_lanes], m[photon_lanes];
        sum.store(r, i);
        magnitude.store(m);
        for (int lane = 0; lane < photon_lanes; lane++) {
            double w = weights[lane];
            results[lane].re = w * r[lane];
            results[lane].im = real ? 0.0 : w * i[lane];
            results[lane].magnitude = (w < 0 ? -w : w) * m[lane];
        }
    }

 private:
    JAYNES_INLINE Numbers<real> column(uint32_t j) const {
        return Numbers<real>::load(x + j * photon_lanes, y + j * photon_lanes);
    }
    JAYNES_INLINE void set_column(uint32_t j, const Numbers<real>& n) {
        n.store(x + j * photon_lanes, y + j * photon_lanes);
    }
    JAYNES_INLINE double im_of(uint32_t row, uint32_t j) const { return real ? 0.0 : im[row * a.columns + j]; }

    // Sums of columns at the first term of every lane's stream, and the weight of the high digits.
    void start(uint64_t first, double* weights) {
        uint64_t rest[photon_lanes];
        bool odd[photon_lanes];
        for (int lane = 0; lane < photon_lanes; lane++) {
            rest[lane] = first + uint64_t(lane);
            weights[lane] = 1;
            odd[lane] = false;
        }
        Lanes copies = Lanes::broadcast(a.fixed_copies);
        for (uint32_t j = 0; j < a.columns; j++) {
            // fma(copies, a, 0) is the rounded product.
            set_column(j, Numbers<real>::zero().plus_scaled(copies, re[a.fixed_row * a.columns + j],
                                                            im_of(a.fixed_row, j)));
        }
        for (uint32_t d = 0; d < a.digit_count; d++) {
            alignas(64) double factor[photon_lanes];
            double all = digits[d].row == a.fixed_row ? 0 : digits[d].copies;
            for (int lane = 0; lane < photon_lanes; lane++) {
                uint32_t value = 0;
                if (d >= a.low_digits) {
                    value = uint32_t(rest[lane] % digits[d].radix);
                    rest[lane] /= digits[d].radix;
                    weights[lane] *= binomials[digits[d].binomials + value];
                    odd[lane] ^= (value & 1) != 0;
                }
                factor[lane] = all - 2.0 * value;
            }
            Lanes factors_of_lanes = Lanes::load(factor);
            for (uint32_t j = 0; j < a.columns; j++) {
                set_column(j, column(j).plus_scaled(factors_of_lanes, re[digits[d].row * a.columns + j],
                                                    im_of(digits[d].row, j)));
            }
        }
        for (int lane = 0; lane < photon_lanes; lane++) {
            weights[lane] = odd[lane] ? -weights[lane] : weights[lane];
        }
    }

    JAYNES_INLINE static Numbers<real> join(const Numbers<real>* p) { return p[0].times(p[1]).times(p[2].times(p[3])); }

    // The product of the factors.
    JAYNES_INLINE Numbers<real> product() const {
        Numbers<real> p[4];
        for (uint32_t q = 0; q < 4; q++) {
            p[q] = q < a.factor_count ? column(factors[q]) : Numbers<real>::one();
        }
        for (uint32_t f = 4; f < a.factor_count; f++) {
            p[f & 3] = p[f & 3].times(column(factors[f]));
        }
        return join(p);
    }

    void run(Numbers<real>& sum, Lanes& magnitude) {
        GrayCode code(digits, binomials, a.low_digits);
        sum = product();
        magnitude = sum.magnitude();
        for (uint64_t term = 1; term < a.low_terms; term++) {
            uint32_t digit = code.next();
            const double* r = twice_re + digit * max_columns;
            const double* i = real ? r : twice_im + digit * max_columns;
            for (uint32_t j = 0; j < a.columns; j++) {
                set_column(j, code.went_up(digit) ? column(j).minus(r[j], i[j]) : column(j).plus(r[j], i[j]));
            }
            Numbers<real> p = product();
            double weight = code.weight();
            sum = sum.plus_product_by(weight, p);
            double w = weight < 0 ? -weight : weight;
            magnitude = fma(Lanes::broadcast(w), p.magnitude(), magnitude);
        }
    }

    // A step of the Gray code and the product of the columns in one sweep: up to four columns at a time, one a chain.
    template <bool up>
    JAYNES_INLINE Numbers<real> step_and_multiply(uint32_t digit) {
        const double* r = twice_re + digit * max_columns;
        const double* i = real ? r : twice_im + digit * max_columns;
        uint32_t n = a.columns;
        Numbers<real> p[4];
        unroll<4>([&](auto q) {
            constexpr uint32_t j = decltype(q)::value;
            if (j < n) {
                p[q] = up ? column(j).minus(r[j], i[j]) : column(j).plus(r[j], i[j]);
                set_column(j, p[q]);
            } else {
                p[q] = Numbers<real>::one();
            }
        });
        uint32_t j = 4;
        for (; j + 4 <= n; j += 4) {
            unroll<4>([&](auto q) {
                uint32_t k = j + uint32_t(decltype(q)::value);
                Numbers<real> c = up ? column(k).minus(r[k], i[k]) : column(k).plus(r[k], i[k]);
                set_column(k, c);
                p[q] = p[q].times(c);
            });
        }
        unroll<3>([&](auto q) {
            uint32_t k = j + uint32_t(decltype(q)::value);
            if (k < n) {
                Numbers<real> c = up ? column(k).minus(r[k], i[k]) : column(k).plus(r[k], i[k]);
                set_column(k, c);
                p[q] = p[q].times(c);
            }
        });
        return join(p);
    }

    void run_plain(Numbers<real>& sum, Lanes& magnitude) {
        sum = product();
        magnitude = sum.magnitude();
        for (uint64_t term = 1; term < a.low_terms; term++) {
            uint32_t digit = uint32_t(__builtin_ctzll(term));
            bool up = ((term ^ (term >> 1)) >> digit & 1) != 0;
            Numbers<real> p = up ? step_and_multiply<true>(digit) : step_and_multiply<false>(digit);
            // fma(+-1, p, sum) and fma(1, magnitude of p, magnitude) are sums.
            sum = (term & 1) != 0 ? sum.minus_number(p) : sum.plus_number(p);
            magnitude = magnitude + p.magnitude();
        }
    }
};

template <bool real>
void blocks(const JaynesPermanentArguments& a, uint64_t first, uint64_t count) {
    uint64_t block_count = (a.streams + JAYNES_PERMANENT_BLOCK - 1) / JAYNES_PERMANENT_BLOCK;
    double* sums = reinterpret_cast<double*>(a.sums);
    StreamSum s[JAYNES_PERMANENT_BLOCK + photon_lanes];
    for (uint64_t item = first; item < first + count; item++) {
        Streams<real> streams(a, item / block_count);
        uint64_t begin = item % block_count * JAYNES_PERMANENT_BLOCK;
        uint64_t size = a.streams - begin < JAYNES_PERMANENT_BLOCK ? a.streams - begin : JAYNES_PERMANENT_BLOCK;
        for (uint64_t i = 0; i < size; i += photon_lanes) {
            streams.sum(begin + i, s + i);
        }
        uint64_t h = 1;
        while (2 * h < size) {
            h *= 2;
        }
        for (uint64_t left = size; left > 1; h /= 2) {
            for (uint64_t i = 0; i + h < left; i++) {
                s[i].re = s[i].re + s[i + h].re;
                s[i].im = s[i].im + s[i + h].im;
                s[i].magnitude = s[i].magnitude + s[i + h].magnitude;
            }
            left = h;
        }
        sums[3 * item] = s[0].re;
        sums[3 * item + 1] = s[0].im;
        sums[3 * item + 2] = s[0].magnitude;
    }
}

}  // namespace

void permanent(const JaynesPermanentArguments& a, uint64_t first, uint64_t count) {
    if (a.im == 0) {
        blocks<true>(a, first, count);
    } else {
        blocks<false>(a, first, count);
    }
}

}  // namespace JAYNES_INSTRUCTION_SET
}  // namespace jaynes
