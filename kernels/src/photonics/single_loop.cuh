/* Samples of one loop (jaynes_photonics.h): a thread draws a shot. Neighbouring threads have neighbouring shots, whose
 * photons lie side by side. */
#ifndef JAYNES_PHOTONICS_SINGLE_LOOP_CUH
#define JAYNES_PHOTONICS_SINGLE_LOOP_CUH

#include "../common/philox.h"
#include "launch.h"

namespace jaynes {
namespace photonics {

class LoopShot {
    const JaynesSingleLoopArguments& a;
    uint64_t shot;
    uint32_t event;

    __device__ __forceinline__ double draw() { return philox_uniform(a.seed, shot, a.row, a.purpose | event++); }

    /* How many of some photons are not lost. */
    __device__ __forceinline__ uint32_t stay(uint32_t photons) {
        uint32_t left = photons;
        if (a.kept != 1.0) {
            for (uint32_t photon = 0; photon < photons; photon++) {
                left -= draw() < a.kept ? 0 : 1;
            }
        }
        return left;
    }

    static __device__ __forceinline__ uint32_t chosen(const double* p, uint32_t photons, double draw) {
        double total = 0.0;
        for (uint32_t n = 0; n <= photons; n++) {
            total = total + p[n];
        }
        double threshold = draw * total;
        double sum = 0.0;
        uint32_t last = 0;
        for (uint32_t n = 0; n <= photons; n++) {
            sum = sum + p[n];
            if (sum > threshold) {
                return n;
            }
            last = p[n] > 0.0 ? n : last;
        }
        return last;
    }

 public:
    __device__ __forceinline__ LoopShot(const JaynesSingleLoopArguments& arguments, uint64_t item)
        : a(arguments),
          shot(at_address<const uint64_t>(arguments.shots)[item]),
          event(at_address<const uint32_t>(arguments.events)[item]) {}

    /* Returns the next event, or 2^32 - 1. */
    __device__ __forceinline__ uint32_t run(uint32_t* photons) {
        uint64_t entries = ((uint64_t)a.most + 1) * (a.most + 2) * (2 * (uint64_t)a.most + 3) / 6;
        const double* probabilities = at_address<const double>(a.probabilities);
        for (uint32_t i = 0; i + a.length < a.modes; i++) {
            uint32_t& earlier = photons[i * a.shot_count];
            uint32_t& later = photons[(i + a.length) * a.shot_count];
            uint32_t t = earlier + later;
            if (t == 0) {
                continue;
            }
            if (t > a.most) {
                return 0xFFFFFFFFu;
            }
            const double* p = probabilities + i * entries + t * (t + 1) * (2 * t + 1) / 6 + earlier * (t + 1);
            uint32_t out = chosen(p, t, draw());
            earlier = stay(out);
            later = stay(t - out);
        }
        return event;
    }
};

static __device__ __forceinline__ void run_single_loop(const JaynesSingleLoopArguments& a) {
    require(blockDim.x <= JAYNES_SINGLE_LOOP_THREADS && a.most <= JAYNES_SINGLE_LOOP_PHOTONS && a.length > 0);
    uint64_t stride = (uint64_t)gridDim.x * blockDim.x;
    for (uint64_t item = (uint64_t)blockIdx.x * blockDim.x + threadIdx.x; item < a.shot_count; item += stride) {
        LoopShot shot(a, item);
        at_address<uint32_t>(a.events)[item] = shot.run(at_address<uint32_t>(a.photons) + item);
    }
}

}  // namespace photonics
}  // namespace jaynes

#endif
