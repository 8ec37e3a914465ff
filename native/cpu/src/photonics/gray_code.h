// The reflected Gray code of digits with mixed radices, and the product of their binomials.
#ifndef JAYNES_CPU_PHOTONICS_GRAY_CODE_H
#define JAYNES_CPU_PHOTONICS_GRAY_CODE_H

#include <stdint.h>

#include "jaynes_photonics.h"
#include "simd.h"

namespace jaynes {
namespace JAYNES_INSTRUCTION_SET {

class GrayCode {
    const JaynesGlynnDigit* digits;
    const double* binomials;
    uint32_t count;
    bool odd = false;
    int32_t value[JAYNES_MAX_PHOTONS];
    int32_t step[JAYNES_MAX_PHOTONS];
    double product[JAYNES_MAX_PHOTONS + 1];  // of the binomials from a digit upwards

 public:
    JAYNES_INLINE GrayCode(const JaynesGlynnDigit* low_digits, const double* table, uint32_t digit_count)
        : digits(low_digits), binomials(table), count(digit_count) {
        restart();
    }

    JAYNES_INLINE void restart() {
        odd = false;
        for (uint32_t d = 0; d < count; d++) {
            value[d] = 0;
            step[d] = 1;
            product[d] = 1;
        }
        product[count] = 1;
    }

    // Goes on; returns the digit that has changed. Not to be called after the last combination.
    JAYNES_INLINE uint32_t next() {
        uint32_t d = 0;
        while (uint32_t(value[d] + step[d]) >= digits[d].radix) {  // below 0 is a large number
            step[d] = -step[d];
            d++;
        }
        value[d] += step[d];
        odd = !odd;
        for (uint32_t i = d + 1; i-- > 0;) {
            product[i] = product[i + 1] * binomials[digits[i].binomials + uint32_t(value[i])];
        }
        return d;
    }

    // Whether the last step took its digit up.
    JAYNES_INLINE bool went_up(uint32_t digit) const { return step[digit] > 0; }

    JAYNES_INLINE double weight() const { return odd ? -product[0] : product[0]; }
};

}  // namespace JAYNES_INSTRUCTION_SET
}  // namespace jaynes

#endif
