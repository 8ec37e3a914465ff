// The state of the modes that are inside the loops: beam splitters on neighbouring places, photon numbers of a place,
// new orders of the places.
#include "kernels.h"
#include "photonics/fock_states.h"
#include "photonics/lanes.h"

namespace jaynes {
namespace JAYNES_INSTRUCTION_SET {
namespace {

constexpr uint32_t vector_lanes = uint32_t(Doubles::lanes);

// Calls visit(start, left) for every choice of photons in the places before `place`, ascending.
template <class Visit>
void each_prefix(const FockStates& states, uint32_t at, uint32_t place, uint64_t start, uint32_t left,
                 const Visit& visit) {
    if (at == place) {
        visit(start, left);
        return;
    }
    for (uint32_t behind = 0; behind <= left; behind++) {
        each_prefix(states, at + 1, place, start + states.start(at, behind), behind, visit);
    }
}

template <bool real>
class Mix {
    const JaynesWindowMixArguments& a;
    FockStates states;
    const double* x_re;
    const double* x_im;
    double* y_re;
    double* y_im;

 public:
    explicit Mix(const JaynesWindowMixArguments& arguments)
        : a(arguments),
          states(a.counts, a.modes, a.photons),
          x_re(reinterpret_cast<const double*>(a.x_re)),
          x_im(reinterpret_cast<const double*>(a.x_im)),
          y_re(reinterpret_cast<double*>(a.y_re)),
          y_im(reinterpret_cast<double*>(a.y_im)) {}

    void run() const {
        each_prefix(states, 0, a.place, 0, a.photons, [&](uint64_t start, uint32_t left) {
            for (uint32_t t = 0; t <= left; t++) {
                uint64_t count = states.behind(a.place + 1, left - t);
                if (count > 0) {
                    photons(start, left, t, count);
                }
            }
        });
    }

 private:
    // All states with t photons in the two modes: t + 1 runs.
    JAYNES_INLINE void photons(uint64_t start, uint32_t left, uint32_t t, uint64_t count) const {
        uint64_t runs[JAYNES_MAX_PHOTONS + 1];
        for (uint32_t n = 0; n <= t; n++) {
            uint32_t at_place = a.swapped != 0 ? t - n : n;
            runs[n] = start + states.start(a.place, left - at_place) + states.start(a.place + 1, left - t);
        }
        uint64_t matrix = uint64_t(t) * (t + 1) * (2 * t + 1) / 6;
        const double* m_re = reinterpret_cast<const double*>(a.m_re) + matrix;
        const double* m_im = reinterpret_cast<const double*>(a.m_im) + matrix;
        switch (t) {
            case 0:
                mix<1>(m_re, m_im, runs, count);
                break;
            case 1:
                mix<2>(m_re, m_im, runs, count);
                break;
            case 2:
                mix<3>(m_re, m_im, runs, count);
                break;
            case 3:
                mix<4>(m_re, m_im, runs, count);
                break;
            default:
                mix_any(m_re, m_im, runs, t + 1, count);
                break;
        }
    }

    struct Vectors {
        DoubleVector re, im;
    };

    JAYNES_INLINE void add(Vectors& y, double m_re, double m_im, const Vectors& x) const {
        DoubleVector p = Doubles::broadcast(m_re);
        y.re = Doubles::fma(p, x.re, y.re);
        if constexpr (!real) {
            DoubleVector q = Doubles::broadcast(m_im);
            y.re = Doubles::negated_fma(q, x.im, y.re);
            y.im = Doubles::fma(q, x.re, Doubles::fma(p, x.im, y.im));
        }
    }
    JAYNES_INLINE void add_one(double m_re, double m_im, uint64_t in, double& re, double& im) const {
        re = __builtin_fma(m_re, x_re[in], re);
        if constexpr (!real) {
            re = __builtin_fma(-m_im, x_im[in], re);
            im = __builtin_fma(m_im, x_re[in], __builtin_fma(m_re, x_im[in], im));
        }
    }
    JAYNES_INLINE Vectors load(uint64_t at) const {
        return {Doubles::load(x_re + at), real ? DoubleVector{} : Doubles::load(x_im + at)};
    }
    JAYNES_INLINE void store(uint64_t at, const Vectors& y) const {
        Doubles::store(y_re + at, y.re);
        if constexpr (!real) {
            Doubles::store(y_im + at, y.im);
        }
    }

    // The rest of a run, one amplitude at a time.
    JAYNES_INLINE void rest(const double* m_re, const double* m_im, const uint64_t* runs, uint32_t size, uint64_t k,
                            uint64_t count) const {
        for (; k < count; k++) {
            for (uint32_t n = 0; n < size; n++) {
                double re = 0, im = 0;
                for (uint32_t i = 0; i < size; i++) {
                    add_one(m_re[n * size + i], real ? 0.0 : m_im[n * size + i], runs[i] + k, re, im);
                }
                y_re[runs[n] + k] = re;
                if constexpr (!real) {
                    y_im[runs[n] + k] = im;
                }
            }
        }
    }

    // A few runs at once: every amplitude is read once.
    template <int size>
    JAYNES_INLINE void mix(const double* m_re, const double* m_im, const uint64_t* runs, uint64_t count) const {
        uint64_t k = 0;
        for (; k + vector_lanes <= count; k += vector_lanes) {
            Vectors x[size];
            unroll<size>([&](auto i) { x[i] = load(runs[i] + k); });
            unroll<size>([&](auto n) {
                Vectors y = {DoubleVector{}, DoubleVector{}};
                unroll<size>([&](auto i) { add(y, m_re[n * size + i], real ? 0.0 : m_im[n * size + i], x[i]); });
                store(runs[n] + k, y);
            });
        }
        rest(m_re, m_im, runs, uint32_t(size), k, count);
    }

    void mix_any(const double* m_re, const double* m_im, const uint64_t* runs, uint32_t size, uint64_t count) const {
        uint64_t k = 0;
        for (; k + vector_lanes <= count; k += vector_lanes) {
            for (uint32_t n = 0; n < size; n++) {
                Vectors y = {DoubleVector{}, DoubleVector{}};
                for (uint32_t i = 0; i < size; i++) {
                    add(y, m_re[n * size + i], real ? 0.0 : m_im[n * size + i], load(runs[i] + k));
                }
                store(runs[n] + k, y);
            }
        }
        rest(m_re, m_im, runs, size, k, count);
    }
};

template <bool real>
JAYNES_INLINE void add_squares(const double* re, const double* im, uint64_t count, double* lanes) {
    uint64_t k = 0;
    Lanes sum = Lanes::load(lanes);
    for (; k + photon_lanes <= count; k += photon_lanes) {
        if constexpr (!real) {
            Lanes b = Lanes::load(im + k);
            sum = fma(b, b, sum);
        }
        Lanes a = Lanes::load(re + k);
        sum = fma(a, a, sum);
    }
    sum.store(lanes);
    for (uint64_t lane = 0; k + lane < count; lane++) {
        if constexpr (!real) {
            lanes[lane] = __builtin_fma(im[k + lane], im[k + lane], lanes[lane]);
        }
        lanes[lane] = __builtin_fma(re[k + lane], re[k + lane], lanes[lane]);
    }
}

template <bool real>
void marginal_of(const JaynesWindowMarginalArguments& a) {
    FockStates states(a.counts, a.modes, a.photons);
    const double* re = reinterpret_cast<const double*>(a.x_re);
    const double* im = reinterpret_cast<const double*>(a.x_im);
    alignas(64) double lanes[(JAYNES_MAX_PHOTONS + 1) * photon_lanes];
    for (uint32_t i = 0; i < (a.photons + 1) * uint32_t(photon_lanes); i++) {
        lanes[i] = 0;
    }
    each_prefix(states, 0, a.place, 0, a.photons, [&](uint64_t start, uint32_t left) {
        for (uint32_t n = 0; n <= left; n++) {
            uint64_t from = start + states.start(a.place, left - n);
            add_squares<real>(re + from, im + from, states.behind(a.place, left - n), lanes + n * photon_lanes);
        }
    });
    double* sums = reinterpret_cast<double*>(a.sums);
    for (uint32_t n = 0; n <= a.photons; n++) {
        sums[n] = fold_lanes(lanes + n * photon_lanes);
    }
}

}  // namespace

void window_mix(const JaynesWindowMixArguments& a) {
    if (a.x_im == 0) {
        Mix<true>(a).run();
    } else {
        Mix<false>(a).run();
    }
}

void window_marginal(const JaynesWindowMarginalArguments& a) {
    if (a.x_im == 0) {
        marginal_of<true>(a);
    } else {
        marginal_of<false>(a);
    }
}

void window_gather(const JaynesWindowGatherArguments& a) {
    const uint32_t* table = reinterpret_cast<const uint32_t*>(a.table);
    const double* x_re = reinterpret_cast<const double*>(a.x_re);
    const double* x_im = reinterpret_cast<const double*>(a.x_im);
    double* y_re = reinterpret_cast<double*>(a.y_re);
    double* y_im = reinterpret_cast<double*>(a.y_im);
    for (uint64_t i = 0; i < a.count; i++) {
        y_re[i] = a.factor * x_re[table[i]];
    }
    if (a.x_im != 0) {
        for (uint64_t i = 0; i < a.count; i++) {
            y_im[i] = a.factor * x_im[table[i]];
        }
    }
}

}  // namespace JAYNES_INSTRUCTION_SET
}  // namespace jaynes
