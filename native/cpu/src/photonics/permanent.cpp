// Permanents: streams of Glynn's terms, one stream a lane. All lanes take the same step of the Gray code, so the row
// that is added to the sums of columns is one number a column.
#include "kernels.h"
#include "photonics/gray_code.h"
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
    bool plain;  // see run_plain
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
        plain = a.columns >= 4 && a.factor_count == a.columns;
        for (uint32_t f = 0; f < a.factor_count; f++) {
            plain = plain && factors[f] == f;
        }
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

    // The streams [first, first + photon_lanes) as far as there are some; sums of lanes that have none are of no
    // meaning.
    void sum(uint64_t first, StreamSum* results) {
        double weights[photon_lanes];
        start(first, weights);
        Numbers<real> sum;
        Lanes magnitude;
        if (!plain) {
            run(sum, magnitude);
        } else if (a.columns % 4 == 0) {
            run_plain<0>(sum, magnitude);
        } else if (a.columns % 4 == 1) {
            run_plain<1>(sum, magnitude);
        } else if (a.columns % 4 == 2) {
            run_plain<2>(sum, magnitude);
        } else {
            run_plain<3>(sum, magnitude);
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
        alignas(64) double factors_of_digits[JAYNES_MAX_PHOTONS + 1][photon_lanes];
        for (uint32_t d = 0; d < a.digit_count; d++) {
            double all = digits[d].row == a.fixed_row ? 0 : digits[d].copies;
            uint32_t radix = digits[d].radix;
            for (int lane = 0; lane < photon_lanes; lane++) {
                uint32_t value = 0;
                if (d >= a.low_digits) {
                    // Most radices are 2, and to divide takes as long as a column.
                    value = radix == 2 ? uint32_t(rest[lane] & 1) : uint32_t(rest[lane] % radix);
                    rest[lane] = radix == 2 ? rest[lane] >> 1 : rest[lane] / radix;
                    weights[lane] *= binomials[digits[d].binomials + value];
                    odd[lane] ^= (value & 1) != 0;
                }
                factors_of_digits[d][lane] = all - 2.0 * value;
            }
        }
        Lanes copies = Lanes::broadcast(a.fixed_copies);
        for (uint32_t j = 0; j < a.columns; j++) {
            // fma(copies, a, 0) is the rounded product.
            Numbers<real> sum =
                Numbers<real>::zero().plus_scaled(copies, re[a.fixed_row * a.columns + j], im_of(a.fixed_row, j));
            for (uint32_t d = 0; d < a.digit_count; d++) {
                sum = sum.plus_scaled(Lanes::load(factors_of_digits[d]), re[digits[d].row * a.columns + j],
                                      im_of(digits[d].row, j));
            }
            set_column(j, sum);
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

    struct Sign {
        Lanes lanes;
        const double* r;
        const double* i;
    };
    // The step that leads to a term: minus or plus twice a row.
    JAYNES_INLINE Sign step_to(uint64_t term) const {
        uint32_t digit = uint32_t(__builtin_ctzll(term));
        bool up = ((term ^ (term >> 1)) >> digit & 1) != 0;
        const double* r = twice_re + digit * max_columns;
        return {Lanes::broadcast(up ? -1.0 : 1.0), r, real ? r : twice_im + digit * max_columns};
    }
    // fma(+-1, twice the entry, sum) rounds as the sum or difference does.
    JAYNES_INLINE static Numbers<real> moved(const Numbers<real>& c, const Sign& s, uint32_t j) {
        return c.plus_scaled(s.lanes, s.r[j], s.i[j]);
    }

    // Calls sweep(column, chain, whether it is the first of its chain) for all columns, of which there are four and
    // more: four chains side by side, and `tail` columns at the end.
    template <int tail, class Sweep>
    JAYNES_INLINE void each_column(const Sweep& sweep) const {
        unroll<4>([&](auto q)
                      __attribute__((always_inline)) { sweep(uint32_t(decltype(q)::value), q, Constant<1>{}); });
        uint32_t j = 4;
        for (; j + 4 <= a.columns; j += 4) {
            unroll<4>([&](auto q) __attribute__((always_inline)) {
                sweep(j + uint32_t(decltype(q)::value), q, Constant<0>{});
            });
        }
        unroll<tail>([&](auto q)
                         __attribute__((always_inline)) { sweep(j + uint32_t(decltype(q)::value), q, Constant<0>{}); });
    }

    // Two steps and the products after each in one sweep over the columns: they are read and written once.
    template <int tail>
    JAYNES_INLINE void two_products(uint64_t term, Numbers<real>& first, Numbers<real>& second) {
        Sign s = step_to(term), t = step_to(term + 1);
        Numbers<real> p[4], q[4];
        each_column<tail>([&](uint32_t j, auto chain, auto starts) __attribute__((always_inline)) {
            Numbers<real> c = moved(column(j), s, j);
            Numbers<real> d = moved(c, t, j);
            set_column(j, d);
            if constexpr (decltype(starts)::value != 0) {
                p[chain] = c;
                q[chain] = d;
            } else {
                p[chain] = p[chain].times(c);
                q[chain] = q[chain].times(d);
            }
        });
        first = join(p);
        second = join(q);
    }

    template <int tail>
    JAYNES_INLINE Numbers<real> last_product(uint64_t term) const {
        Sign s = step_to(term);
        Numbers<real> p[4];
        each_column<tail>([&](uint32_t j, auto chain, auto starts) __attribute__((always_inline)) {
            Numbers<real> c = moved(column(j), s, j);
            if constexpr (decltype(starts)::value != 0) {
                p[chain] = c;
            } else {
                p[chain] = p[chain].times(c);
            }
        });
        return join(p);
    }

    // At least four columns, all distinct, low digits of radix 2: terms come with plus and minus in turn.
    template <int tail>
    void run_plain(Numbers<real>& sum, Lanes& magnitude) {
        sum = product();
        magnitude = sum.magnitude();
        if (a.low_terms == 1) {
            return;
        }
        for (uint64_t term = 1; term + 1 < a.low_terms; term += 2) {
            Numbers<real> odd, even;
            two_products<tail>(term, odd, even);
            sum = sum.minus_number(odd).plus_number(even);
            magnitude = magnitude + odd.magnitude() + even.magnitude();
        }
        Numbers<real> last = last_product<tail>(a.low_terms - 1);
        sum = sum.minus_number(last);
        magnitude = magnitude + last.magnitude();
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
