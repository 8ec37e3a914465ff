#include "photonics/validate.h"

namespace jaynes {
namespace {

constexpr uint64_t kReal = sizeof(double);
constexpr uint64_t kIndex = sizeof(uint32_t);

bool aligned(uint64_t address, uint64_t alignment) { return address != 0 && address % alignment == 0; }

// An address of imaginary parts, or 0 where all of them are zero.
bool optional(uint64_t address) { return address % kReal == 0; }

// Whether items [first, first + count) lie among `total`.
bool within(uint64_t first, uint64_t count, uint64_t total) { return first <= total && count <= total - first; }

bool valid_basis(uint64_t counts, uint32_t modes, uint32_t photons) {
    return aligned(counts, kIndex) && modes > 0 && modes < (1u << 20) && photons < (1u << 20);
}

uint64_t blocks(uint32_t photons) { return (uint64_t(photons) + 1) * (uint64_t(photons) + 2) / 2; }

bool valid_digits(const JaynesPermanentArguments* a) {
    const JaynesGlynnDigit* digits = reinterpret_cast<const JaynesGlynnDigit*>(a->digits);
    uint64_t terms = 1;
    for (uint32_t d = 0; d < a->digit_count; d++) {
        if (digits[d].row >= a->rows || digits[d].radix < 2 || digits[d].copies == 0) {
            return false;
        }
        if (d < a->low_digits) {
            terms *= digits[d].radix;
            if (terms > JAYNES_PERMANENT_BLOCK) {
                return false;
            }
        }
    }
    return terms == a->low_terms;
}

}  // namespace

bool valid(const JaynesPermanentArguments* a, uint64_t first, uint64_t count) {
    if (a == nullptr || a->matrix_count == 0 || a->streams == 0 || a->rows == 0 || a->columns == 0 ||
        a->columns > JAYNES_MAX_PHOTONS || a->factor_count == 0 || a->digit_count > JAYNES_MAX_PHOTONS ||
        a->low_digits > a->digit_count || a->fixed_row >= a->rows || a->fixed_copies == 0) {
        return false;
    }
    if (!aligned(a->re, kReal) || !optional(a->im) || !aligned(a->binomials, kReal) || !aligned(a->factors, kIndex) ||
        !aligned(a->sums, kReal) || (a->digit_count > 0 && !aligned(a->digits, kIndex))) {
        return false;
    }
    uint64_t block_count = (a->streams - 1) / JAYNES_PERMANENT_BLOCK + 1;
    if (a->matrix_count > UINT64_MAX / block_count || !within(first, count, a->matrix_count * block_count)) {
        return false;
    }
    const uint32_t* factors = reinterpret_cast<const uint32_t*>(a->factors);
    for (uint32_t f = 0; f < a->factor_count; f++) {
        if (factors[f] >= a->columns) {
            return false;
        }
    }
    return valid_digits(a);
}

bool valid(const JaynesPhotonSampleArguments* a, uint64_t first, uint64_t count) {
    if (a == nullptr || a->path_count == 0 || a->stride % JAYNES_PHOTON_LANES != 0 || a->stride < a->path_count ||
        !within(first, count, a->shot_count)) {
        return false;
    }
    if (!aligned(a->re, kReal) || !optional(a->im) || !aligned(a->binomials, kReal) ||
        !aligned(a->photon_start, kIndex) || !aligned(a->columns, kIndex) || !aligned(a->shots, sizeof(uint64_t)) ||
        !aligned(a->first_events, kIndex) || !aligned(a->paths, kIndex)) {
        return false;
    }
    const uint32_t* start = reinterpret_cast<const uint32_t*>(a->photon_start);
    for (uint64_t i = first; i < first + count; i++) {
        if (start[i + 1] < start[i] || start[i + 1] - start[i] > JAYNES_MAX_PHOTONS) {
            return false;
        }
    }
    return true;
}

bool valid(const JaynesPhotonStepArguments* a, uint64_t first, uint64_t count) {
    return a != nullptr && valid_basis(a->counts, a->modes, a->photons) && a->modes >= 3 && a->photons > 0 &&
           a->tail_modes >= 1 && a->tail_modes + 2 <= a->modes && aligned(a->tail_first, kIndex) &&
           aligned(a->tail_start, kIndex) && aligned(a->terms, kIndex) && aligned(a->u_re, kReal) &&
           aligned(a->x_re, kReal) && aligned(a->y_re, kReal) && optional(a->u_im) && optional(a->x_im) &&
           optional(a->y_im) && (a->x_im == 0) == (a->y_im == 0) && (a->x_im == 0) == (a->u_im == 0) &&
           within(first, count, blocks(a->photons));
}

bool valid(const JaynesPhotonProbabilityArguments* a, uint64_t first, uint64_t count) {
    return a != nullptr && valid_basis(a->counts, a->modes, a->photons) && a->modes >= 3 &&
           aligned(a->factorials, kReal) && aligned(a->re, kReal) && optional(a->im) &&
           aligned(a->probabilities, kReal) && a->norm > 0 && within(first, count, blocks(a->photons));
}

bool valid(const JaynesWindowStepArguments* a) {
    return a != nullptr && aligned(a->groups, kIndex) && aligned(a->rows, kIndex) && aligned(a->first_row, kIndex) &&
           aligned(a->first_entry, kIndex) && aligned(a->columns, kIndex) && aligned(a->m_re, kReal) &&
           aligned(a->x_re, kReal) && aligned(a->y_re, kReal) && aligned(a->sum, kReal) && optional(a->m_im) &&
           optional(a->x_im) && optional(a->y_im) && (a->x_im == 0) == (a->y_im == 0) &&
           (a->x_im == 0) == (a->m_im == 0);
}

bool valid(const JaynesWindowTurnArguments* a) {
    return a != nullptr && aligned(a->rows, kIndex) && aligned(a->columns, kIndex) && aligned(a->bases, kIndex) &&
           aligned(a->x_re, kReal) && aligned(a->y_re, kReal) && optional(a->x_im) && optional(a->y_im) &&
           (a->x_im == 0) == (a->y_im == 0);
}

}  // namespace jaynes
