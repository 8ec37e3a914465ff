// Vectors over Fock states: one more photon, and probabilities. All terms of one mode are runs over consecutive
// numbers.
#include "kernels.h"
#include "photonics/fock_states.h"
#include "photonics/lanes.h"

namespace jaynes {
namespace JAYNES_INSTRUCTION_SET {
namespace {

constexpr uint32_t vector_lanes = uint32_t(Doubles::lanes);

// y += u x over a run.
template <bool real>
JAYNES_INLINE void add_run(double u_re, double u_im, const double* x_re, const double* x_im, double* y_re, double* y_im,
                           uint64_t count) {
    uint64_t k = 0;
    DoubleVector a = Doubles::broadcast(u_re);
    DoubleVector b = Doubles::broadcast(u_im);
    for (; k + vector_lanes <= count; k += vector_lanes) {
        DoubleVector p = Doubles::load(x_re + k);
        DoubleVector r = Doubles::fma(a, p, Doubles::load(y_re + k));
        if constexpr (real) {
            Doubles::store(y_re + k, r);
        } else {
            DoubleVector q = Doubles::load(x_im + k);
            Doubles::store(y_re + k, Doubles::negated_fma(b, q, r));
            Doubles::store(y_im + k, Doubles::fma(b, p, Doubles::fma(a, q, Doubles::load(y_im + k))));
        }
    }
    for (; k < count; k++) {
        double r = __builtin_fma(u_re, x_re[k], y_re[k]);
        if constexpr (real) {
            y_re[k] = r;
        } else {
            y_re[k] = __builtin_fma(-u_im, x_im[k], r);
            y_im[k] = __builtin_fma(u_im, x_re[k], __builtin_fma(u_re, x_im[k], y_im[k]));
        }
    }
}

template <bool real>
class Step {
    const JaynesPhotonStepArguments& a;
    FockStates states;
    const uint32_t* tail_first;
    const uint32_t* tail_start;
    const uint32_t* terms;
    const double* u_re;
    const double* u_im;
    const double* x_re;
    const double* x_im;
    double* y_re;
    double* y_im;

 public:
    explicit Step(const JaynesPhotonStepArguments& arguments)
        : a(arguments),
          states(a.counts, a.modes, a.photons),
          tail_first(reinterpret_cast<const uint32_t*>(a.tail_first)),
          tail_start(reinterpret_cast<const uint32_t*>(a.tail_start)),
          terms(reinterpret_cast<const uint32_t*>(a.terms)),
          u_re(reinterpret_cast<const double*>(a.u_re)),
          u_im(reinterpret_cast<const double*>(a.u_im)),
          x_re(reinterpret_cast<const double*>(a.x_re)),
          x_im(reinterpret_cast<const double*>(a.x_im)),
          y_re(reinterpret_cast<double*>(a.y_re)),
          y_im(reinterpret_cast<double*>(a.y_im)) {}

    // The states with r1 photons behind mode 0 and r2 behind mode 1.
    void block(uint32_t r1, uint32_t r2) const {
        uint64_t out = states.start(0, r1) + states.start(1, r2);
        uint64_t count = states.behind(1, r2);
        for (uint64_t k = 0; k < count; k++) {
            y_re[out + k] = 0;
            if constexpr (!real) {
                y_im[out + k] = 0;
            }
        }
        if (r1 < a.photons) {
            add(0, out, out, count);  // without the photon of mode 0 the index is the same
        }
        if (r1 == 0) {
            return;
        }
        if (r2 < r1) {
            add(1, out, states.start(0, r1 - 1) + states.start(1, r2), count);
        }
        if (r2 > 0) {
            step(2, r2, out, states.start(0, r1 - 1) + states.start(1, r2 - 1));
        }
    }

 private:
    JAYNES_INLINE void add(uint32_t mode, uint64_t out, uint64_t in, uint64_t count) const {
        add_run<real>(u_re[mode], real ? 0.0 : u_im[mode], x_re + in, x_im + in, y_re + out, y_im + out, count);
    }

    // The modes from `mode` on, which hold `photons` in y and one less in x.
    void step(uint32_t mode, uint32_t photons, uint64_t out, uint64_t in) const {
        if (mode + a.tail_modes == a.modes) {
            tail(mode, photons, out, in);
            return;
        }
        add(mode, out, in, states.start(mode, photons));
        for (uint32_t behind = 1; behind <= photons; behind++) {
            step(mode + 1, behind, out + states.start(mode, behind), in + states.start(mode, behind - 1));
        }
    }

    void tail(uint32_t mode, uint32_t photons, uint64_t out, uint64_t in) const {
        const uint32_t* start = tail_start + tail_first[photons];
        uint64_t count = states.start(mode, photons) + states.behind(mode, photons);
        uint32_t term = start[0];
        for (uint64_t s = 0; s < count; s++) {
            double re = y_re[out + s];
            double im = real ? 0.0 : y_im[out + s];
            for (uint32_t end = start[s + 1]; term < end; term++) {
                uint32_t i = mode + (terms[term] >> 24);
                uint64_t k = in + (terms[term] & 0xFFFFFF);
                re = __builtin_fma(u_re[i], x_re[k], re);
                if constexpr (!real) {
                    re = __builtin_fma(-u_im[i], x_im[k], re);
                    im = __builtin_fma(u_im[i], x_re[k], __builtin_fma(u_re[i], x_im[k], im));
                }
            }
            y_re[out + s] = re;
            if constexpr (!real) {
                y_im[out + s] = im;
            }
        }
    }
};

template <bool real>
void step_items(const JaynesPhotonStepArguments& a, uint64_t first, uint64_t count) {
    Step<real> step(a);
    BlockNumber block(first);
    for (uint64_t i = 0; i < count; i++, block.next()) {
        step.block(block.r1, block.r2);
    }
}

class Probabilities {
    const JaynesPhotonProbabilityArguments& a;
    FockStates states;
    const double* factorials;
    const double* re;
    const double* im;
    double* p;

 public:
    explicit Probabilities(const JaynesPhotonProbabilityArguments& arguments)
        : a(arguments),
          states(a.counts, a.modes, a.photons),
          factorials(reinterpret_cast<const double*>(a.factorials)),
          re(reinterpret_cast<const double*>(a.re)),
          im(reinterpret_cast<const double*>(a.im)),
          p(reinterpret_cast<double*>(a.probabilities)) {}

    void block(uint32_t r1, uint32_t r2) const {
        double product = factorials[a.photons - r1] * factorials[r1 - r2];
        fill(2, r2, states.start(0, r1) + states.start(1, r2), product);
    }

 private:
    void fill(uint32_t mode, uint32_t left, uint64_t at, double product) const {
        if (mode + 1 == a.modes) {
            set(at, product * factorials[left]);
            return;
        }
        if (mode + 2 == a.modes) {
            for (uint32_t behind = 0; behind <= left; behind++) {
                set(at + behind, product * factorials[left - behind] * factorials[behind]);
            }
            return;
        }
        for (uint32_t behind = 0; behind <= left; behind++) {
            fill(mode + 1, behind, at + states.start(mode, behind), product * factorials[left - behind]);
        }
    }

    JAYNES_INLINE void set(uint64_t at, double product) const {
        double square =
            im == nullptr ? __builtin_fma(re[at], re[at], 0.0) : __builtin_fma(re[at], re[at], im[at] * im[at]);
        p[at] = product / a.norm * square;
    }
};

}  // namespace

void photon_step(const JaynesPhotonStepArguments& a, uint64_t first, uint64_t count) {
    if (a.x_im == 0) {
        step_items<true>(a, first, count);
    } else {
        step_items<false>(a, first, count);
    }
}

void photon_probability(const JaynesPhotonProbabilityArguments& a, uint64_t first, uint64_t count) {
    Probabilities probabilities(a);
    BlockNumber block(first);
    for (uint64_t i = 0; i < count; i++, block.next()) {
        probabilities.block(block.r1, block.r2);
    }
}

}  // namespace JAYNES_INSTRUCTION_SET
}  // namespace jaynes
