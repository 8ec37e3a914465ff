/* Blocks of streams of permanents (jaynes_photonics.h, JaynesPermanentArguments): who works on which, and their folds.
 */
#ifndef JAYNES_PHOTONICS_BLOCK_FOLD_CUH
#define JAYNES_PHOTONICS_BLOCK_FOLD_CUH

#include "number.cuh"

namespace jaynes {
namespace photonics {

/* The blocks of one launch. */
struct StreamBlocks {
    uint64_t per_matrix;
    uint64_t count;
    uint64_t streams; /* of a matrix */
    uint32_t slots;   /* streams of the longest block */

    explicit __device__ __forceinline__ StreamBlocks(const JaynesPermanentArguments& a)
        : per_matrix((a.streams + JAYNES_PERMANENT_BLOCK - 1) / JAYNES_PERMANENT_BLOCK),
          count(per_matrix * a.matrix_count),
          streams(a.streams),
          slots(a.streams < JAYNES_PERMANENT_BLOCK ? (uint32_t)a.streams : JAYNES_PERMANENT_BLOCK) {}

    __device__ __forceinline__ uint64_t matrix(uint64_t item) const {
        return per_matrix == 1 ? item : item / per_matrix;
    }
    __device__ __forceinline__ uint64_t first_stream(uint64_t item) const {
        return per_matrix == 1 ? 0 : item % per_matrix * JAYNES_PERMANENT_BLOCK;
    }
    __device__ __forceinline__ uint32_t size(uint64_t first_stream) const {
        uint64_t left = streams - first_stream;
        return left < JAYNES_PERMANENT_BLOCK ? (uint32_t)left : JAYNES_PERMANENT_BLOCK;
    }
};

/* The largest power of two below a number above 1. */
static __device__ __forceinline__ uint32_t half_of(uint32_t count) { return 1u << (31 - __clz((int)(count - 1))); }

/* The sums of the streams of a block, in shared memory; im only where there is one. */
template <bool kReal>
class StreamSums {
    double* re_;
    double* magnitude_;
    double* im_;

 public:
    static constexpr uint32_t kNumbers = kReal ? 2 : 3;

    __device__ __forceinline__ StreamSums(double* memory, uint32_t slots)
        : re_(memory), magnitude_(memory + slots), im_(memory + (kReal ? 0 : 2 * slots)) {}

    __device__ __forceinline__ void set(uint32_t stream, double weight, Number<kReal> sum, double magnitude) {
        re_[stream] = weight * sum.re;
        magnitude_[stream] = fabs(weight) * magnitude;
        if (!kReal) {
            im_[stream] = weight * sum.imaginary();
        }
    }

    /* Called by all threads of the block, with the same size; `threads` of them share this fold. */
    __device__ __forceinline__ void fold(uint32_t size, uint32_t thread, uint32_t threads, bool active) {
        __syncthreads();
        for (uint32_t left = size; left > 1;) {
            uint32_t h = half_of(left);
            for (uint32_t i = thread; active && i + h < left; i += threads) {
                re_[i] = re_[i] + re_[i + h];
                magnitude_[i] = magnitude_[i] + magnitude_[i + h];
                if (!kReal) {
                    im_[i] = im_[i] + im_[i + h];
                }
            }
            __syncthreads();
            left = h;
        }
    }

    /* By one thread, after the fold. */
    __device__ __forceinline__ void write(double* result) const {
        result[0] = re_[0];
        result[1] = kReal ? 0.0 : im_[0];
        result[2] = magnitude_[0];
    }
};

}  // namespace photonics
}  // namespace jaynes

#endif
