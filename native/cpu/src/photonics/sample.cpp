// Samples of photons by the chain rule. Per photon the permanents of all minors are computed at once, eight streams of
// terms a time, and the weights of all paths, eight paths a time.
#include "kernels.h"
#include "philox.h"
#include "photonics/gray_code.h"
#include "photonics/lanes.h"

namespace jaynes {
namespace JAYNES_INSTRUCTION_SET {
namespace {

constexpr uint32_t max_photons = JAYNES_MAX_PHOTONS;
constexpr uint64_t max_low_terms = 1024;
constexpr uint32_t max_kept_paths = 256;  // a multiple of the lanes

// The permanents of the matrices that are left when one column is taken out of the rows drawn so far.
template <bool real>
class Minors {
    const JaynesPhotonSampleArguments& a;
    const double* re;
    const double* im;
    const double* binomials;
    uint32_t rows[max_photons];
    uint32_t copies[max_photons];
    uint32_t row_count = 0;
    uint32_t size = 0;
    uint32_t columns[max_photons];
    uint32_t fixed = 0;
    uint32_t digit_count = 0;
    uint32_t low_digits = 0;
    uint64_t low_terms = 1;
    uint64_t streams = 1;
    JaynesGlynnDigit digits[max_photons];
    // Entries of the rows drawn, by row and column of the list.
    double entry_re[max_photons * max_photons];
    double entry_im[real ? 1 : max_photons * max_photons];
    alignas(64) double x[max_photons * photon_lanes];
    alignas(64) double y[real ? 1 : max_photons * photon_lanes];
    alignas(64) double suffix_re[max_photons * photon_lanes];
    alignas(64) double suffix_im[real ? 1 : max_photons * photon_lanes];
    alignas(64) double stream_re[max_photons * photon_lanes];
    alignas(64) double stream_im[real ? 1 : max_photons * photon_lanes];
    alignas(64) double lane_re[max_photons * photon_lanes];
    alignas(64) double lane_im[real ? 1 : max_photons * photon_lanes];

 public:
    explicit Minors(const JaynesPhotonSampleArguments& arguments)
        : a(arguments),
          re(reinterpret_cast<const double*>(a.re)),
          im(reinterpret_cast<const double*>(a.im)),
          binomials(reinterpret_cast<const double*>(a.binomials)) {}

    void clear() {
        row_count = 0;
        size = 0;
    }

    void add_column(uint32_t column) {
        for (uint32_t d = 0; d < row_count; d++) {
            set_entry(d, size, column);
        }
        columns[size++] = column;
    }

    void add_row(uint32_t path) {
        for (uint32_t d = 0; d < row_count; d++) {
            if (rows[d] == path) {
                copies[d]++;
                return;
            }
        }
        rows[row_count] = path;
        copies[row_count] = 1;
        row_count++;
        for (uint32_t j = 0; j < size; j++) {
            set_entry(row_count - 1, j, columns[j]);
        }
    }

    void compute(double* result_re, double* result_im) {
        if (size == 1) {
            result_re[0] = 1;
            result_im[0] = 0;
            return;
        }
        plan();
        for (uint32_t i = 0; i < size; i++) {
            Numbers<real>::zero().store(lane_re + i * photon_lanes, lane_im + i * photon_lanes);
        }
        GrayCode code(digits, binomials, low_digits);
        for (uint64_t first = 0; first < streams; first += photon_lanes) {
            add_streams(first, code);
        }
        for (uint32_t i = 0; i < size; i++) {
            result_re[i] = fold_lanes(lane_re + i * photon_lanes);
            if constexpr (!real) {
                result_im[i] = fold_lanes(lane_im + i * photon_lanes);
            }
        }
    }

 private:
    void set_entry(uint32_t row, uint32_t j, uint32_t column) {
        entry_re[row * max_photons + j] = re[uint64_t(column) * a.stride + rows[row]];
        if constexpr (!real) {
            entry_im[row * max_photons + j] = im[uint64_t(column) * a.stride + rows[row]];
        }
    }

    void add_digit(uint32_t row, uint32_t radix) {
        digits[digit_count] = {row, copies[row], radix, (radix - 1) * radix / 2};
        digit_count++;
    }

    void plan() {
        fixed = 0;
        for (uint32_t d = 1; d < row_count; d++) {
            fixed = copies[d] < copies[fixed] ? d : fixed;
        }
        digit_count = 0;
        for (uint32_t d = 0; d < row_count; d++) {
            if (d != fixed) {
                add_digit(d, copies[d] + 1);
            }
        }
        if (copies[fixed] > 1) {
            add_digit(fixed, copies[fixed]);
        }
        uint64_t terms = 1;
        for (uint32_t d = 0; d < digit_count; d++) {
            terms *= digits[d].radix;
        }
        low_digits = 0;
        low_terms = 1;
        while (low_digits < digit_count) {
            uint64_t more = low_terms * digits[low_digits].radix;
            if (more > max_low_terms || more * photon_lanes > terms) {
                break;
            }
            low_terms = more;
            low_digits++;
        }
        streams = terms / low_terms;
    }

    JAYNES_INLINE Numbers<real> column(uint32_t j) const {
        return Numbers<real>::load(x + j * photon_lanes, y + j * photon_lanes);
    }

    // Adds factor times a row to the sums of columns.
    JAYNES_INLINE void add_row_times(uint32_t row, const Lanes& factor) {
        const double* r = entry_re + row * max_photons;
        const double* i = real ? r : entry_im + row * max_photons;
        for (uint32_t j = 0; j < size; j++) {
            column(j).plus_scaled(factor, r[j], i[j]).store(x + j * photon_lanes, y + j * photon_lanes);
        }
    }

    // Sums of columns at the first terms of eight streams; returns their weights, 0 for streams that there are not.
    Lanes start(uint64_t first) {
        alignas(64) double weight[photon_lanes];
        uint64_t rest[photon_lanes];
        bool odd[photon_lanes];
        for (int lane = 0; lane < photon_lanes; lane++) {
            weight[lane] = 1;
            rest[lane] = first + uint64_t(lane);
            odd[lane] = false;
        }
        for (uint32_t j = 0; j < size; j++) {
            Numbers<real>::zero().store(x + j * photon_lanes, y + j * photon_lanes);
        }
        add_row_times(fixed, Lanes::broadcast(copies[fixed]));
        for (uint32_t d = 0; d < digit_count; d++) {
            const JaynesGlynnDigit& digit = digits[d];
            alignas(64) double factor[photon_lanes];
            double all = digit.row == fixed ? 0 : digit.copies;
            for (int lane = 0; lane < photon_lanes; lane++) {
                uint32_t value = 0;
                if (d >= low_digits) {
                    value = uint32_t(rest[lane] % digit.radix);
                    rest[lane] /= digit.radix;
                    weight[lane] *= binomials[digit.binomials + value];
                    odd[lane] ^= (value & 1) != 0;
                }
                factor[lane] = all - 2.0 * value;
            }
            add_row_times(digit.row, Lanes::load(factor));
        }
        for (int lane = 0; lane < photon_lanes; lane++) {
            weight[lane] = first + uint64_t(lane) >= streams ? 0 : odd[lane] ? -weight[lane] : weight[lane];
        }
        return Lanes::load(weight);
    }

    void add_streams(uint64_t first, GrayCode& code) {
        Lanes weight = start(first);
        for (uint32_t i = 0; i < size; i++) {
            Numbers<real>::zero().store(stream_re + i * photon_lanes, stream_im + i * photon_lanes);
        }
        code.restart();
        add_products(weight);
        for (uint64_t term = 1; term < low_terms; term++) {
            uint32_t digit = code.next();
            add_row_times(digits[digit].row, Lanes::broadcast(code.went_up(digit) ? -2.0 : 2.0));
            add_products(weight * Lanes::broadcast(code.weight()));
        }
        bool all = first + photon_lanes <= streams;
        for (uint32_t i = 0; i < size; i++) {
            add_to_lanes(lane_re + i * photon_lanes, stream_re + i * photon_lanes, first, all);
            if constexpr (!real) {
                add_to_lanes(lane_im + i * photon_lanes, stream_im + i * photon_lanes, first, all);
            }
        }
    }

    JAYNES_INLINE void add_to_lanes(double* lanes, const double* sums, uint64_t first, bool all) const {
        if (all) {
            (Lanes::load(lanes) + Lanes::load(sums)).store(lanes);
            return;
        }
        for (uint64_t lane = 0; first + lane < streams; lane++) {
            lanes[lane] = lanes[lane] + sums[lane];
        }
    }

    // Adds weight times the product of all columns but i to the sum of i, for all i.
    JAYNES_INLINE void add_products(const Lanes& weight) {
        Numbers<real> product = Numbers<real>::one();
        for (uint32_t i = size; i-- > 0;) {
            product.store(suffix_re + i * photon_lanes, suffix_im + i * photon_lanes);
            product = column(i).times(product);
        }
        Numbers<real> prefix = Numbers<real>::of(weight);
        for (uint32_t i = 0; i < size; i++) {
            Numbers<real> suffix = Numbers<real>::load(suffix_re + i * photon_lanes, suffix_im + i * photon_lanes);
            Numbers<real> sum = Numbers<real>::load(stream_re + i * photon_lanes, stream_im + i * photon_lanes);
            sum.plus_product(prefix, suffix).store(stream_re + i * photon_lanes, stream_im + i * photon_lanes);
            prefix = prefix.times(column(i));
        }
    }
};

template <bool real>
class Sampler {
    const JaynesPhotonSampleArguments& a;
    const double* re;
    const double* im;
    Minors<real> minors;
    double draws[2 * max_photons];
    uint32_t order[max_photons];
    double permanent_re[max_photons];
    double permanent_im[max_photons];

 public:
    explicit Sampler(const JaynesPhotonSampleArguments& arguments)
        : a(arguments),
          re(reinterpret_cast<const double*>(a.re)),
          im(reinterpret_cast<const double*>(a.im)),
          minors(arguments) {}

    void sample(uint64_t item) {
        const uint32_t* start = reinterpret_cast<const uint32_t*>(a.photon_start) + item;
        const uint32_t* columns = reinterpret_cast<const uint32_t*>(a.columns) + start[0];
        uint32_t* paths = reinterpret_cast<uint32_t*>(a.paths) + start[0];
        uint32_t photons = start[1] - start[0];
        if (photons == 0) {
            return;
        }
        draw(item, 2 * photons - 1);
        for (uint32_t i = 0; i < photons; i++) {
            order[i] = columns[i];
        }
        const double* u = draws;
        for (uint32_t i = photons - 1; i > 0; i--) {
            uint32_t j = uint32_t(*u++ * double(i + 1));
            uint32_t other = order[j];
            order[j] = order[i];
            order[i] = other;
        }
        minors.clear();
        for (uint32_t l = 0; l < photons; l++) {
            minors.add_column(order[l]);
            minors.compute(permanent_re, permanent_im);
            paths[l] = choose(l + 1, *u++);
            minors.add_row(paths[l]);
        }
    }

 private:
    void draw(uint64_t item, uint32_t count) {
        uint64_t shot = reinterpret_cast<const uint64_t*>(a.shots)[item];
        uint32_t event = reinterpret_cast<const uint32_t*>(a.first_events)[item];
        for (uint32_t e = 0; e < count; e++) {
            draws[e] = philox_uniform(a.seed, shot, a.row, a.purpose | (event + e));
        }
    }

    // The weights of eight paths.
    JAYNES_INLINE Lanes weights(uint32_t path, uint32_t size) const {
        Numbers<real> z = Numbers<real>::zero();
        for (uint32_t i = 0; i < size; i++) {
            uint64_t at = uint64_t(order[i]) * a.stride + path;
            if constexpr (real) {
                z.re = fma(Lanes::load(re + at), Lanes::broadcast(permanent_re[i]), z.re);
            } else {
                Numbers<false> p = {Lanes::broadcast(permanent_re[i]), Lanes::broadcast(permanent_im[i])};
                z = z.plus_product(Numbers<false>::load(re + at, im + at), p);
            }
        }
        if constexpr (real) {
            return z.re * z.re;
        } else {
            return fma(z.re, z.re, z.im * z.im);
        }
    }

    uint32_t choose(uint32_t size, double u) const {
        // The first weights are kept; where there are more paths than that, the others are computed once more.
        double total = 0;
        alignas(64) double kept[max_kept_paths];
        alignas(64) double again[photon_lanes];
        for (uint32_t path = 0; path < a.path_count; path += photon_lanes) {
            double* w = path < max_kept_paths ? kept + path : again;
            weights(path, size).store(w);
            for (uint32_t k = 0; k < uint32_t(photon_lanes) && path + k < a.path_count; k++) {
                total += w[k];
            }
        }
        double threshold = u * total;
        double sum = 0;
        uint32_t last = 0;
        for (uint32_t path = 0; path < a.path_count; path += photon_lanes) {
            const double* w = kept + path;
            if (path >= max_kept_paths) {
                weights(path, size).store(again);
                w = again;
            }
            for (uint32_t k = 0; k < uint32_t(photon_lanes) && path + k < a.path_count; k++) {
                sum += w[k];
                if (sum > threshold) {
                    return path + k;
                }
                last = w[k] > 0 ? path + k : last;
            }
        }
        return last;
    }
};

template <bool real>
void samples(const JaynesPhotonSampleArguments& a, uint64_t first, uint64_t count) {
    Sampler<real> sampler(a);
    for (uint64_t item = first; item < first + count; item++) {
        sampler.sample(item);
    }
}

}  // namespace

void photon_sample(const JaynesPhotonSampleArguments& a, uint64_t first, uint64_t count) {
    if (a.im == 0) {
        samples<true>(a, first, count);
    } else {
        samples<false>(a, first, count);
    }
}

}  // namespace JAYNES_INSTRUCTION_SET
}  // namespace jaynes
