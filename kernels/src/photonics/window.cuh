/* The state of what is stored in the loops, for many shots at once (jaynes_photonics.h): a block makes a time step of a
 * shot, its warps share the groups, and a thread of a warp has a column of each run. */
#ifndef JAYNES_PHOTONICS_WINDOW_CUH
#define JAYNES_PHOTONICS_WINDOW_CUH

#include "launch.h"
#include "number.cuh"

namespace jaynes {
namespace photonics {

static_assert(JAYNES_WINDOW_RUN == 32 && JAYNES_PHOTON_LANES == 8, "a warp sums the columns of a run");

/* Where the matrices and the amplitudes of a step lie. */
template <bool kReal>
struct WindowStep {
    typedef Number<kReal> N;
    const JaynesWindowGroup* groups;
    const uint32_t* rows;
    const uint32_t* first_row;
    const uint32_t* first_entry;
    const uint32_t* columns;
    const double* m_re;
    const double* m_im;
    const double* x_re;
    const double* x_im;
    double* y_re;
    double* y_im;

    explicit __device__ __forceinline__ WindowStep(const JaynesWindowStepArguments& a)
        : groups(at_address<const JaynesWindowGroup>(a.groups)),
          rows(at_address<const uint32_t>(a.rows)),
          first_row(at_address<const uint32_t>(a.first_row)),
          first_entry(at_address<const uint32_t>(a.first_entry)),
          columns(at_address<const uint32_t>(a.columns)),
          m_re(at_address<const double>(a.m_re)),
          m_im(kReal ? m_re : at_address<const double>(a.m_im)),
          x_re(at_address<const double>(a.x_re)),
          x_im(kReal ? x_re : at_address<const double>(a.x_im)),
          y_re(at_address<double>(a.y_re)),
          y_im(kReal ? y_re : at_address<double>(a.y_im)) {}

    /* The rows of a group; returns the squares of this thread's columns. */
    __device__ __forceinline__ double make(const JaynesWindowGroup& group, uint32_t lane) const {
        uint32_t first = first_row[group.matrix];
        uint32_t count = first_row[group.matrix + 1] - first;
        const uint32_t* to = rows + group.first_row;
        double squares = 0.0;
        for (uint32_t column = lane; column < group.columns; column += JAYNES_WINDOW_RUN) {
            uint64_t from = (uint64_t)group.x_start + column;
            for (uint32_t row = 0; row < count; row++) {
                N y = N::zero();
                uint32_t end = first_entry[first + row + 1];
                JAYNES_NO_UNROLL
                for (uint32_t e = first_entry[first + row]; e < end; e++) {
                    uint64_t at = from + (uint64_t)columns[e] * group.columns;
                    y = y.plus_product(N::load(m_re, m_im, e), N::load(x_re, x_im, at));
                }
                y.store(y_re, y_im, (uint64_t)to[row] + column);
                squares = fused(y.re, y.re, squares);
                if (!kReal) {
                    squares = fused(y.imaginary(), y.imaginary(), squares);
                }
            }
        }
        return squares;
    }
};

template <bool kReal>
static __device__ __forceinline__ void run_window_step(const JaynesWindowBatchArguments& a) {
    require((blockDim.x & 31) == 0 && blockDim.x <= JAYNES_WINDOW_THREADS);
    uint32_t lane = threadIdx.x & 31;
    for (uint64_t item = blockIdx.x; item < a.count; item += gridDim.x) {
        const JaynesWindowStepArguments& arguments = at_address<const JaynesWindowStepArguments>(a.items)[item];
        WindowStep<kReal> step(arguments);
        double* partials = at_address<double>(a.partials) + item * a.partial_count;
        for (uint64_t group = threadIdx.x / 32; group < arguments.group_count; group += blockDim.x / 32) {
            double sum = step.make(step.groups[group], lane);
            sum = sum + __shfl_down_sync(0xFFFFFFFFu, sum, 16);
            sum = sum + __shfl_down_sync(0xFFFFFFFFu, sum, 8);
            if (lane < JAYNES_PHOTON_LANES) {
                partials[JAYNES_PHOTON_LANES * group + lane] = sum;
            }
        }
        __syncthreads();
        if (threadIdx.x < 32) {
            double sum = 0.0;
            for (uint64_t group = 0; lane < JAYNES_PHOTON_LANES && group < arguments.group_count; group++) {
                sum = sum + partials[JAYNES_PHOTON_LANES * group + lane];
            }
            for (int h = 4; h > 0; h /= 2) {
                sum = sum + __shfl_down_sync(0xFFFFFFFFu, sum, h);
            }
            if (lane == 0) {
                *at_address<double>(arguments.sum) = sum;
            }
        }
        __syncthreads();
    }
}

/* Eight threads share a row. */
static __device__ __forceinline__ void run_window_turn(const JaynesWindowBatchArguments& a) {
    require((blockDim.x & 31) == 0 && blockDim.x <= JAYNES_WINDOW_THREADS);
    uint32_t lane = threadIdx.x % JAYNES_PHOTON_LANES;
    for (uint64_t item = blockIdx.x; item < a.count; item += gridDim.x) {
        const JaynesWindowTurnArguments& turn = at_address<const JaynesWindowTurnArguments>(a.items)[item];
        uint64_t step = blockDim.x / JAYNES_PHOTON_LANES;
        for (uint64_t i = threadIdx.x / JAYNES_PHOTON_LANES; i < turn.row_count; i += step) {
            JaynesWindowTurnRow row = at_address<const JaynesWindowTurnRow>(turn.rows)[i];
            const uint32_t* bases = at_address<const uint32_t>(turn.bases) + row.first_base;
            const JaynesWindowTurnColumn* columns =
                at_address<const JaynesWindowTurnColumn>(turn.columns) + row.first_column;
            for (uint32_t j = lane; j < row.columns; j += JAYNES_PHOTON_LANES) {
                uint32_t from = bases[columns[j].base] + columns[j].offset;
                uint32_t to = row.y_start + j;
                at_address<double>(turn.y_re)[to] = at_address<const double>(turn.x_re)[from];
                if (turn.x_im != 0) {
                    at_address<double>(turn.y_im)[to] = at_address<const double>(turn.x_im)[from];
                }
            }
        }
    }
}

static __device__ __forceinline__ void run_window_scale(const JaynesWindowBatchArguments& a) {
    require(blockDim.x <= JAYNES_WINDOW_THREADS);
    for (uint64_t item = blockIdx.x; item < a.count; item += gridDim.x) {
        const JaynesWindowScaleArguments& scale = at_address<const JaynesWindowScaleArguments>(a.items)[item];
        double* re = at_address<double>(scale.re);
        for (uint64_t i = threadIdx.x; i < scale.count; i += blockDim.x) {
            re[i] = scale.factor * re[i];
            if (scale.im != 0) {
                double* im = at_address<double>(scale.im);
                im[i] = scale.factor * im[i];
            }
        }
    }
}

}  // namespace photonics
}  // namespace jaynes

#endif
