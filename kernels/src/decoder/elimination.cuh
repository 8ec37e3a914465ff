/* Elimination over GF(2) by a block of threads: class Elimination, whose T and pivots these are, for several columns at
 * once. */
#ifndef JAYNES_ELIMINATION_CUH
#define JAYNES_ELIMINATION_CUH

#include "block.cuh"

namespace jaynes {

constexpr uint32_t kNoPivot = 0xFFFFFFFFu;

/* The state of the block's shot (JaynesOrderedStatisticsArguments). */
struct EliminationState {
    uint64_t* best_index;
    int32_t* best_weight;
    uint32_t* candidate;
    uint32_t* pivot_column;
    uint32_t* pivot_row;
    uint32_t* right;
    uint32_t* free;
    uint32_t* panel;
    uint32_t* errors;
    uint32_t* added;
    uint32_t* kept;
    uint32_t* transform;
    uint32_t words;
    uint32_t row_count;

    __device__ __forceinline__ EliminationState(unsigned char* memory, const JaynesOrderedStatisticsArguments& a)
        : words((a.row_count + 31) / 32), row_count(a.row_count) {
        best_index = reinterpret_cast<uint64_t*>(memory);
        best_weight = reinterpret_cast<int32_t*>(best_index + JAYNES_ORDERED_STATISTICS_PANEL);
        candidate = reinterpret_cast<uint32_t*>(best_weight + JAYNES_ORDERED_STATISTICS_PANEL);
        pivot_column = candidate + JAYNES_ORDERED_STATISTICS_PANEL;
        pivot_row = pivot_column + row_count;
        right = pivot_row + row_count;
        free = right + words;
        panel = free + words;
        errors = panel + (uint64_t)JAYNES_ORDERED_STATISTICS_PANEL * words;
        added = errors + (a.column_count + 31) / 32;
        kept = added + (uint64_t)8 * words * 16;
        transform = kept + (uint64_t)a.kept_count * words;
    }

    static __device__ __forceinline__ uint32_t bit(const uint32_t* bits, uint32_t row) {
        return bits[row / 32] >> (row % 32) & 1;
    }

    __device__ __forceinline__ bool has_pivot(uint32_t row) const { return bit(free, row) == 0; }

    __device__ __forceinline__ uint32_t kept_word(uint32_t i, uint32_t word) const {
        return kept[(uint64_t)i * words + word];
    }

    /* T becomes the unit matrix, all rows are without a pivot. */
    __device__ __forceinline__ void start(const uint64_t* events) const {
        for (uint32_t word = threadIdx.x; word < words; word += blockDim.x) {
            uint32_t rows = row_count - 32 * word;
            right[word] = (uint32_t)(events[word / 2] >> (32 * (word % 2)));
            free[word] = rows >= 32 ? 0xFFFFFFFFu : (1u << rows) - 1;
        }
        for (uint32_t row = threadIdx.x / JAYNES_WARP; row < row_count; row += blockDim.x / JAYNES_WARP) {
            uint32_t* column = transform + (uint64_t)row * words;
            for (uint32_t word = threadIdx.x % JAYNES_WARP; word < words; word += JAYNES_WARP) {
                column[word] = word == row / 32 ? 1u << (row % 32) : 0;
            }
        }
        __syncthreads();
    }

    /* Whether the columns so far explain the events; for all threads alike. */
    __device__ __forceinline__ bool is_solved() const {
        uint32_t unexplained = 0;
        for (uint32_t word = threadIdx.x; word < words; word += blockDim.x) {
            unexplained |= right[word] & free[word];
        }
        return __syncthreads_or(unexplained != 0) == 0;
    }

    /* A word of T times a column. */
    __device__ __forceinline__ uint32_t reduced_word(const JaynesOrderedStatisticsArguments& a, uint32_t column,
                                                     uint32_t word) const {
        const uint32_t* start = pointer<const uint32_t>(a.column_start);
        uint32_t sum = 0;
        for (uint32_t k = start[column], end = start[column + 1]; k < end; k++) {
            sum ^= transform[(uint64_t)pointer<const uint32_t>(a.column_rows)[k] * words + word];
        }
        return sum;
    }

    /* T times a column, by one warp. */
    __device__ __forceinline__ void reduce(const JaynesOrderedStatisticsArguments& a, uint32_t column,
                                           uint32_t* sum) const {
        for (uint32_t word = threadIdx.x % JAYNES_WARP; word < words; word += JAYNES_WARP) {
            sum[word] = reduced_word(a, column, word);
        }
    }

    /* The lowest row without a pivot in which a column of the panel is 1, or kNoPivot; by one warp. */
    __device__ __forceinline__ uint32_t candidate_of(const uint32_t* column) const {
        for (uint32_t base = 0; base < words; base += JAYNES_WARP) {
            uint32_t word = base + threadIdx.x % JAYNES_WARP;
            uint32_t ones = word < words ? column[word] & free[word] : 0;
            uint32_t lanes = __ballot_sync(kAllLanes, ones != 0);
            if (lanes != 0) {
                int lane = __ffs((int)lanes) - 1;
                uint32_t first = __shfl_sync(kAllLanes, ones, lane);
                return 32 * (base + (uint32_t)lane) + (uint32_t)__ffs((int)first) - 1;
            }
        }
        return kNoPivot;
    }

    /* The first column of the panel from `position` on that is independent of all pivots; `width` if none is. */
    __device__ __forceinline__ uint32_t find_pivot(uint32_t position, uint32_t width) const {
        uint32_t warp = threadIdx.x / JAYNES_WARP;
        if (warp >= position && warp < width) {
            uint32_t row = candidate_of(panel + (uint64_t)warp * words);
            if (threadIdx.x % JAYNES_WARP == 0) {
                candidate[warp] = row;
            }
        }
        __syncthreads();
        while (position < width && candidate[position] == kNoPivot) {
            position++;
        }
        return position;
    }

    /* Makes a column of the panel the pivot of its candidate row: adds the row to all others in which the column is 1,
     * in T, in the right-hand side and in the columns of the panel behind it. */
    __device__ __forceinline__ void pivot(uint32_t position, uint32_t width, uint32_t column, uint32_t rank) const {
        uint32_t warp = threadIdx.x / JAYNES_WARP;
        uint32_t lane = threadIdx.x % JAYNES_WARP;
        uint32_t warps = blockDim.x / JAYNES_WARP;
        uint32_t row = candidate[position];
        uint32_t* source = panel + (uint64_t)position * words;
        __syncthreads(); /* all know the row */
        if (threadIdx.x == 0) {
            source[row / 32] &= ~(1u << (row % 32));
            free[row / 32] &= ~(1u << (row % 32));
            pivot_row[rank] = row;
            pivot_column[row] = column;
        }
        __syncthreads();
        /* All other columns of T are still those of the unit matrix. */
        for (uint32_t base = warp * JAYNES_WARP; base <= rank; base += warps * JAYNES_WARP) {
            uint32_t own = base + lane <= rank ? pivot_row[base + lane] : kNoPivot;
            bool is_one = own != kNoPivot && bit(transform + (uint64_t)own * words, row) != 0;
            for (uint32_t rest = __ballot_sync(kAllLanes, is_one); rest != 0; rest &= rest - 1) {
                uint32_t changed = __shfl_sync(kAllLanes, own, __ffs((int)rest) - 1);
                add(source, transform + (uint64_t)changed * words);
            }
        }
        if (warp > position && warp < width && bit(panel + (uint64_t)warp * words, row) != 0) {
            add(source, panel + (uint64_t)warp * words);
        }
        if (warp == 0 && bit(right, row) != 0) {
            add(source, right);
        }
        __syncthreads();
    }

    /* Adds a column without the bit of its pivot, by one warp. */
    __device__ __forceinline__ void add(const uint32_t* column, uint32_t* target) const {
        for (uint32_t word = threadIdx.x % JAYNES_WARP; word < words; word += JAYNES_WARP) {
            target[word] ^= column[word];
        }
    }
};

}  // namespace jaynes

#endif
