/* What a few modes show whatever the others do (jaynes_photonics.h): generating functions for many sets of modes and
 * many weights at once, means and covariances. A thread works on an entry of a form, a value, a mode or a pair. */
#ifndef JAYNES_PHOTONICS_MARGINAL_CUH
#define JAYNES_PHOTONICS_MARGINAL_CUH

#include "fock.cuh"

namespace jaynes {
namespace photonics {

/* A complex number in plain products and sums. */
struct Plain {
    double re;
    double im;

    static __device__ __forceinline__ Plain load(const double* from, uint64_t at) {
        return {from[2 * at], from[2 * at + 1]};
    }
    __device__ __forceinline__ void store(double* to, uint64_t at) const {
        to[2 * at] = re;
        to[2 * at + 1] = im;
    }
    __device__ __forceinline__ Plain plus(Plain b) const { return {re + b.re, im + b.im}; }
    /* this + a b */
    __device__ __forceinline__ Plain plus_product(Plain a, Plain b) const {
        return {re + (a.re * b.re - a.im * b.im), im + (a.re * b.im + a.im * b.re)};
    }
    /* this conj(b) */
    __device__ __forceinline__ Plain times_conjugate(Plain b) const {
        return {re * b.re + im * b.im, im * b.re - re * b.im};
    }
    __device__ __forceinline__ double square() const { return re * re + im * im; }
};

/* Where an entry of a form lies: its degree, its monomials among those of the degree, and what comes before. */
struct FormEntry {
    uint32_t degree;
    uint32_t row;
    uint32_t column;
    uint32_t first_monomial; /* monomials of lower degrees */
    uint64_t lower;          /* where the entries of the degree below begin */
    uint32_t lower_number;   /* monomials of the degree below */

    __device__ __forceinline__ FormEntry(const uint32_t* numbers, uint64_t entry)
        : degree(0), first_monomial(0), lower(0), lower_number(0) {
        uint64_t start = 0;
        uint32_t number = numbers[0];
        while (entry - start >= (uint64_t)number * number) {
            lower = start;
            lower_number = number;
            start += (uint64_t)number * number;
            first_monomial += number;
            degree++;
            number = numbers[degree];
        }
        row = (uint32_t)((entry - start) / number);
        column = (uint32_t)((entry - start) % number);
    }
};

static constexpr uint32_t kNoMonomial = 0xFFFFFFFFu;

/* The form that a step multiplies: the first one multiplies 1, which nobody has written. */
struct FormBefore {
    const double* numbers;
    bool one;

    __device__ __forceinline__ Plain load(uint64_t at) const {
        return one ? Plain{1.0, 0.0} : Plain::load(numbers, at);
    }
};

/* The entry of the product by |xi|^2. */
static __device__ __forceinline__ Plain raised(const JaynesGeneratingStepArguments& a, const FormEntry& entry,
                                               const double* amplitudes, const FormBefore& x) {
    const uint32_t* lowered = at_address<const uint32_t>(a.lowered);
    const uint32_t* rows = lowered + (uint64_t)(entry.first_monomial + entry.row) * a.variables;
    const uint32_t* columns = lowered + (uint64_t)(entry.first_monomial + entry.column) * a.variables;
    Plain y = {0.0, 0.0};
    for (uint32_t i = a.variables; entry.degree > 0 && i-- > 0;) {
        if (rows[i] == kNoMonomial) {
            continue;
        }
        Plain row_amplitude = Plain::load(amplitudes, i);
        const uint64_t row = entry.lower + (uint64_t)rows[i] * entry.lower_number;
        for (uint32_t k = a.variables; k-- > 0;) {
            if (columns[k] != kNoMonomial) {
                Plain p = row_amplitude.times_conjugate(Plain::load(amplitudes, k));
                y = y.plus_product(p, x.load(row + columns[k]));
            }
        }
    }
    return y;
}

static __device__ __forceinline__ void run_generating_step(const JaynesGeneratingStepArguments& a) {
    require(blockDim.x <= JAYNES_FOCK_THREADS);
    const uint32_t* numbers = at_address<const uint32_t>(a.numbers);
    uint64_t lower_entries = 0; /* of degrees below the highest */
    for (uint32_t d = 0; d < a.highest; d++) {
        lower_entries += (uint64_t)numbers[d] * numbers[d];
    }
    uint64_t entries = lower_entries + (uint64_t)numbers[a.highest] * numbers[a.highest];
    for (uint64_t item = first_state(); item < a.forms * entries; item += state_stride()) {
        uint64_t form = item / entries;
        uint64_t at = item % entries;
        FormBefore x = {at_address<const double>(a.x) + 2 * form * a.entries, a.highest == 1};
        const double* factors = at_address<const double>(a.factors) + form * a.factor_stride;
        double* result = at_address<double>(a.result) + 2 * form * a.entries;
        Plain y =
            raised(a, FormEntry(numbers, at), at_address<const double>(a.amplitudes) + form * a.amplitude_stride, x);
        Plain r = {0.0, 0.0};
        if (at < lower_entries) {
            r = a.power == 1 ? r.plus_product(Plain::load(factors, 0), x.load(at)) : Plain::load(result, at);
        }
        r.plus_product(Plain::load(factors, a.power), y).store(result, at);
        if (a.y != 0) {
            y.store(at_address<double>(a.y) + 2 * form * a.entries, at);
        }
    }
}

static __device__ __forceinline__ void run_generating_value(const JaynesGeneratingValueArguments& a) {
    require(blockDim.x <= JAYNES_FOCK_THREADS);
    const uint32_t* numbers = at_address<const uint32_t>(a.numbers);
    const double* factorials = at_address<const double>(a.factorials);
    for (uint64_t item = first_state(); item < a.forms * a.weight_count; item += state_stride()) {
        uint64_t form = item / a.weight_count;
        const double* weights =
            at_address<const double>(a.weights) + 2 * a.variables * (form * a.form_weights + item % a.weight_count);
        const double* entry = at_address<const double>(a.form) + 2 * form * a.entries;
        const uint32_t* exponents = at_address<const uint32_t>(a.exponents);
        const double* factorial = factorials;
        Plain z = {0.0, 0.0};
        for (uint32_t d = 0; d <= a.degree; d++) {
            for (uint32_t u = 0; u < numbers[d]; u++) {
                Plain g = Plain::load(entry, (uint64_t)u * numbers[d] + u);
                Plain m = {g.re * *factorial, g.im * *factorial};
                for (uint32_t i = 0; i < a.variables; i++) {
                    Plain w = Plain::load(weights, i);
                    for (uint32_t f = 0; f < exponents[i]; f++) {
                        m = {-(m.re * w.re - m.im * w.im), -(m.re * w.im + m.im * w.re)};
                    }
                }
                z = z.plus(m);
                factorial++;
                exponents += a.variables;
            }
            entry += 2 * (uint64_t)numbers[d] * numbers[d];
        }
        z.store(at_address<double>(a.values), item);
    }
}

/* The rows of an isometry, and how many photons each column has. */
struct MomentRows {
    const JaynesPhotonMomentArguments& a;
    const double* photons;

    explicit __device__ __forceinline__ MomentRows(const JaynesPhotonMomentArguments& arguments)
        : a(arguments), photons(at_address<const double>(a.photons)) {}

    __device__ __forceinline__ Plain entry(uint32_t mode, uint32_t column) const {
        uint64_t at = (uint64_t)mode * a.inputs + column;
        return {at_address<const double>(a.re)[at], at_address<const double>(a.im)[at]};
    }

    /* Photons that reach a mode on average, of those of the input. */
    __device__ __forceinline__ double mean(uint32_t mode) const {
        double mean = 0.0;
        for (uint32_t j = 0; j < a.inputs; j++) {
            mean = mean + photons[j] * entry(mode, j).square();
        }
        return mean;
    }

    __device__ __forceinline__ double coincidences(uint32_t p, uint32_t q) const {
        double sum = 0.0;
        for (uint32_t j = 0; j < a.inputs; j++) {
            double n = photons[j];
            Plain pj = entry(p, j);
            Plain qj = entry(q, j);
            sum = sum + n * (n - 1.0) * pj.square() * qj.square();
            for (uint32_t k = 0; k < a.inputs; k++) {
                if (k == j) {
                    continue;
                }
                Plain pk = entry(p, k);
                Plain qk = entry(q, k);
                sum = sum + n * photons[k] * pj.square() * qk.square();
                Plain b = pk.times_conjugate(pj);
                Plain d = qj.times_conjugate(qk);
                sum = sum + at_address<const double>(a.exchange)[j * a.inputs + k] * (b.re * d.re - b.im * d.im);
            }
        }
        return sum;
    }
};

static __device__ __forceinline__ void run_photon_mean(const JaynesPhotonMomentArguments& a) {
    require(blockDim.x <= JAYNES_FOCK_THREADS);
    MomentRows rows(a);
    for (uint64_t mode = first_state(); mode < a.count; mode += state_stride()) {
        at_address<double>(a.results)[mode] = a.transmission * (1.0 + a.second) * rows.mean((uint32_t)mode) + a.dark;
    }
}

static __device__ __forceinline__ void run_photon_covariance(const JaynesPhotonMomentArguments& a) {
    require(blockDim.x <= JAYNES_FOCK_THREADS);
    MomentRows rows(a);
    for (uint64_t pair = first_state(); pair < a.count; pair += state_stride()) {
        uint32_t p = at_address<const uint32_t>(a.pairs)[2 * pair];
        uint32_t q = at_address<const uint32_t>(a.pairs)[2 * pair + 1];
        double both = rows.coincidences(p, q);
        double mean_p = rows.mean(p);
        double mean_q = rows.mean(q);
        double second = a.second;
        double extra = 2.0 * second * mean_p * mean_q + second * second * mean_p * mean_q;
        for (uint32_t j = 0; j < a.inputs; j++) {
            extra = extra - second * second * rows.photons[j] * rows.entry(p, j).square() * rows.entry(q, j).square();
        }
        double expected = (1.0 + second) * mean_p * (1.0 + second) * mean_q;
        at_address<double>(a.results)[pair] = a.transmission * a.transmission * (both + extra - expected);
    }
}

}  // namespace photonics
}  // namespace jaynes

#endif
