/* Samples of photons by the chain rule: a block draws a shot. */
#ifndef JAYNES_PHOTONICS_PHOTON_SAMPLE_CUH
#define JAYNES_PHOTONICS_PHOTON_SAMPLE_CUH

#include "../common/philox.h"
#include "minors.cuh"

namespace jaynes {
namespace photonics {

/* What the threads of a block share, at the start of shared memory. */
template <bool kReal, int kColumns>
struct SharedShot {
    Number<kReal> entries[kColumns * kColumns]; /* of the rows drawn, by row and position of the column */
    Number<kReal> lanes[kColumns * JAYNES_PHOTON_LANES];
    Number<kReal> permanents[kColumns];
    double weights[JAYNES_PHOTON_SAMPLE_PATHS];
    double draws[2 * kColumns];
    DrawnRows<kColumns> rows;
    uint32_t order[kColumns];
    double total;
    uint32_t chosen;
    uint32_t found;
};

static_assert(sizeof(SharedShot<true, 24>) == JAYNES_PHOTON_SAMPLE_SHARED_BYTES(8, 24, 0, 0, 0) &&
                  sizeof(SharedShot<false, 24>) == JAYNES_PHOTON_SAMPLE_SHARED_BYTES(16, 24, 0, 0, 0),
              "launch.h says how much shared memory a shot takes");

template <bool kReal, int kColumns>
class ShotSampler {
    typedef Number<kReal> N;
    const JaynesPhotonSampleArguments& a;
    const double* re;
    const double* im;
    const double* binomials;
    SharedShot<kReal, kColumns>& shared;
    N* slots;
    GrayTable code;
    uint32_t most_low_terms;

 public:
    __device__ __forceinline__ ShotSampler(const JaynesPhotonSampleArguments& arguments, void* memory,
                                           uint32_t low_terms)
        : a(arguments),
          re(at_address<const double>(a.re)),
          im(kReal ? re : at_address<const double>(a.im)),
          binomials(at_address<const double>(a.binomials)),
          shared(*static_cast<SharedShot<kReal, kColumns>*>(memory)),
          slots(reinterpret_cast<N*>(static_cast<SharedShot<kReal, kColumns>*>(memory) + 1)),
          code(slots + MinorSums<kReal, kColumns>::kSharedSlots * kColumns * blockDim.x, low_terms),
          most_low_terms(low_terms) {}

    __device__ __forceinline__ void sample(uint64_t item) {
        const uint32_t* start = at_address<const uint32_t>(a.photon_start) + item;
        uint32_t first = start[0];
        uint32_t photons = start[1] - first;
        require(photons <= (uint32_t)kColumns);
        if (photons == 0) {
            return;
        }
        draw(item, first, photons);
        for (uint32_t l = 0; l < photons; l++) {
            /* Entries of the new column; order is settled. */
            for (uint32_t d = threadIdx.x; d < shared.rows.count; d += blockDim.x) {
                shared.entries[d * kColumns + l] = entry(shared.rows.paths[d], shared.order[l]);
            }
            permanents(l + 1);
            choose(l + 1, shared.draws[photons - 1 + l]);
            if (threadIdx.x == 0) {
                at_address<uint32_t>(a.paths)[first + l] = shared.chosen;
                shared.rows.add(shared.chosen);
            }
            __syncthreads();
            if (shared.rows.added != 0) {
                uint32_t row = shared.rows.count - 1;
                for (uint32_t j = threadIdx.x; j <= l; j += blockDim.x) {
                    shared.entries[row * kColumns + j] = entry(shared.chosen, shared.order[j]);
                }
            }
            __syncthreads();
        }
    }

 private:
    __device__ __forceinline__ N entry(uint32_t path, uint32_t column) const {
        return N::load(re, im, (uint64_t)column * a.stride + path);
    }

    /* Random numbers, and the photons in random order. */
    __device__ __forceinline__ void draw(uint64_t item, uint32_t first, uint32_t photons) {
        uint64_t shot = at_address<const uint64_t>(a.shots)[item];
        uint32_t event = at_address<const uint32_t>(a.first_events)[item];
        for (uint32_t e = threadIdx.x; e < 2 * photons - 1; e += blockDim.x) {
            shared.draws[e] = philox_uniform(a.seed, shot, a.row, a.purpose | (event + e));
        }
        for (uint32_t i = threadIdx.x; i < photons; i += blockDim.x) {
            shared.order[i] = at_address<const uint32_t>(a.columns)[first + i];
        }
        __syncthreads();
        if (threadIdx.x == 0) {
            shared.rows.count = 0;
            const double* u = shared.draws;
            for (uint32_t i = photons - 1; i > 0; i--) {
                uint32_t j = (uint32_t)(*u++ * (double)(i + 1));
                uint32_t other = shared.order[j];
                shared.order[j] = shared.order[i];
                shared.order[i] = other;
            }
        }
        __syncthreads();
    }

    __device__ __forceinline__ void permanents(uint32_t size) {
        if (size == 1) {
            if (threadIdx.x == 0) {
                shared.permanents[0] = N::of(1.0);
            }
            __syncthreads();
            return;
        }
        if (threadIdx.x == 0) {
            shared.rows.plan();
        }
        for (uint32_t i = threadIdx.x; i < size * JAYNES_PHOTON_LANES; i += blockDim.x) {
            shared.lanes[i] = N::zero();
        }
        __syncthreads();
        const DrawnRows<kColumns>& rows = shared.rows;
        require(rows.low_terms <= most_low_terms);
        code.fill(rows.digits, rows.low_digits, binomials, rows.low_terms, threadIdx.x, blockDim.x);
        __syncthreads();
        MinorSums<kReal, kColumns> minors(slots, size);
        for (uint32_t first = 0; first < rows.streams; first += blockDim.x) {
            if (first + threadIdx.x < rows.streams) {
                minors.run(rows, shared.entries, code, binomials, first + threadIdx.x);
            } else {
                minors.clear();
            }
            /* Streams are added in their order: warp after warp. */
            for (uint32_t warp = 0; warp < blockDim.x / 32; warp++) {
                if (threadIdx.x / 32 == warp) {
                    minors.add_to(shared.lanes, first + 32 * warp, rows.streams);
                }
                __syncthreads();
            }
        }
        for (uint32_t i = threadIdx.x; i < size; i += blockDim.x) {
            const N* s = shared.lanes + JAYNES_PHOTON_LANES * i;
            N even = s[0].plus(s[4]).plus(s[2].plus(s[6]));
            N odd = s[1].plus(s[5]).plus(s[3].plus(s[7]));
            shared.permanents[i] = even.plus(odd);
        }
        __syncthreads();
    }

    /* Weights of the paths from one on, as many as there is room for; returns how many. */
    __device__ __forceinline__ uint32_t weigh(uint32_t first, uint32_t size) {
        uint32_t left = a.path_count - first;
        uint32_t count = left < JAYNES_PHOTON_SAMPLE_PATHS ? left : JAYNES_PHOTON_SAMPLE_PATHS;
        for (uint32_t r = threadIdx.x; r < count; r += blockDim.x) {
            N z = N::zero();
            for (uint32_t i = 0; i < size; i++) {
                z = z.plus_product(entry(first + r, shared.order[i]), shared.permanents[i]);
            }
            shared.weights[r] = z.square();
        }
        __syncthreads();
        return count;
    }

    /* Draws a path. Weights beyond the room for them are computed twice. */
    __device__ __forceinline__ void choose(uint32_t size, double u) {
        if (threadIdx.x == 0) {
            shared.total = 0.0;
        }
        for (uint32_t first = 0; first < a.path_count; first += JAYNES_PHOTON_SAMPLE_PATHS) {
            uint32_t count = weigh(first, size);
            if (threadIdx.x == 0) {
                double total = shared.total;
                for (uint32_t r = 0; r < count; r++) {
                    total = total + shared.weights[r];
                }
                shared.total = total;
            }
            __syncthreads();
        }
        double threshold = u * shared.total;
        __syncthreads();
        if (threadIdx.x == 0) {
            shared.total = 0.0;
            shared.chosen = 0;
            shared.found = 0;
        }
        for (uint32_t first = 0; first < a.path_count; first += JAYNES_PHOTON_SAMPLE_PATHS) {
            uint32_t count = a.path_count;
            if (a.path_count > JAYNES_PHOTON_SAMPLE_PATHS) {
                count = weigh(first, size);
            }
            if (threadIdx.x == 0) {
                search(first, count, threshold);
            }
            __syncthreads();
            if (shared.found != 0) {
                break;
            }
        }
    }

    __device__ __forceinline__ void search(uint32_t first, uint32_t count, double threshold) {
        double sum = shared.total;
        for (uint32_t r = 0; r < count; r++) {
            sum = sum + shared.weights[r];
            if (sum > threshold) {
                shared.chosen = first + r;
                shared.found = 1;
                return;
            }
            if (shared.weights[r] > 0) {
                shared.chosen = first + r;
            }
        }
        shared.total = sum;
    }
};

template <bool kReal, int kColumns>
static __device__ __forceinline__ void run_photon_sample(const JaynesPhotonSampleArguments& a) {
    uint32_t fixed = (uint32_t)sizeof(SharedShot<kReal, kColumns>) +
                     MinorSums<kReal, kColumns>::kSharedSlots * kColumns * blockDim.x * (uint32_t)sizeof(Number<kReal>);
    require((blockDim.x & 31) == 0 && blockDim.x <= JAYNES_PHOTON_SAMPLE_THREADS && dynamic_shared_bytes() > fixed);
    uint32_t low_terms = (dynamic_shared_bytes() - fixed) / GrayTable::kTermBytes;
    ShotSampler<kReal, kColumns> sampler(a, dynamic_shared_memory(), low_terms);
    for (uint64_t item = blockIdx.x; item < a.shot_count; item += gridDim.x) {
        sampler.sample(item);
    }
}

}  // namespace photonics
}  // namespace jaynes

#endif
