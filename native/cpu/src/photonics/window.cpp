// The state of what is stored in the loops: time steps, and new orders of the amplitudes.
#include "kernels.h"
#include "photonics/lanes.h"

namespace jaynes {
namespace JAYNES_INSTRUCTION_SET {
namespace {

constexpr uint32_t run_units = JAYNES_WINDOW_RUN / photon_lanes;

template <bool real>
class WindowStep {
    const JaynesWindowStepArguments& a;
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

    // The rows of a matrix and where they are read and written.
    struct Task {
        uint32_t row, row_count;
        uint64_t width;
        const double* x_re;
        const double* x_im;
        const uint32_t* to;
    };

 public:
    explicit WindowStep(const JaynesWindowStepArguments& arguments)
        : a(arguments),
          groups(reinterpret_cast<const JaynesWindowGroup*>(a.groups)),
          rows(reinterpret_cast<const uint32_t*>(a.rows)),
          first_row(reinterpret_cast<const uint32_t*>(a.first_row)),
          first_entry(reinterpret_cast<const uint32_t*>(a.first_entry)),
          columns(reinterpret_cast<const uint32_t*>(a.columns)),
          m_re(reinterpret_cast<const double*>(a.m_re)),
          m_im(reinterpret_cast<const double*>(a.m_im)),
          x_re(reinterpret_cast<const double*>(a.x_re)),
          x_im(reinterpret_cast<const double*>(a.x_im)),
          y_re(reinterpret_cast<double*>(a.y_re)),
          y_im(reinterpret_cast<double*>(a.y_im)) {}

    void run() const {
        Lanes sums = Lanes::broadcast(0);
        for (uint64_t i = 0; i < a.group_count; i++) {
            sums = sums + group(groups[i]);
        }
        alignas(64) double lanes[photon_lanes];
        sums.store(lanes);
        *reinterpret_cast<double*>(a.sum) = fold_lanes(lanes);
    }

 private:
    Lanes group(const JaynesWindowGroup& group) const {
        Task task;
        task.row = first_row[group.matrix];
        task.row_count = first_row[group.matrix + 1] - task.row;
        task.width = group.columns;
        task.to = rows + group.first_row;
        task.x_re = x_re + group.x_start;
        task.x_im = x_im + (real ? 0 : group.x_start);
        Lanes lanes[run_units];
        unroll<int(run_units)>([&](auto u) { lanes[u] = Lanes::broadcast(0); });
        uint64_t from = 0;
        for (; from + JAYNES_WINDOW_RUN <= task.width; from += JAYNES_WINDOW_RUN) {
            columns_from<4>(task, from, lanes);
        }
        switch ((task.width - from) / photon_lanes) {
            case 1:
                columns_from<1>(task, from, lanes);
                break;
            case 2:
                columns_from<2>(task, from, lanes);
                break;
            case 3:
                columns_from<3>(task, from, lanes);
                break;
            default:
                break;
        }
        return (lanes[0] + lanes[2]) + (lanes[1] + lanes[3]);
    }

    // All rows, in some neighbouring columns.
    template <int units>
    JAYNES_INLINE void columns_from(const Task& task, uint64_t from, Lanes* lanes) const {
        for (uint32_t row = 0; row < task.row_count; row++) {
            Lanes re[units], im[units];
            unroll<units>([&](auto u) { re[u] = im[u] = Lanes::broadcast(0); });
            uint32_t end = first_entry[task.row + row + 1];
            for (uint32_t e = first_entry[task.row + row]; e < end; e++) {
                uint64_t at = columns[e] * task.width + from;
                Lanes p = Lanes::broadcast(m_re[e]);
                if constexpr (real) {
                    unroll<units>(
                        [&](auto u) { re[u] = fma(p, Lanes::load(task.x_re + at + u * photon_lanes), re[u]); });
                } else {
                    Lanes q = Lanes::broadcast(m_im[e]);
                    unroll<units>([&](auto u) {
                        Lanes b = Lanes::load(task.x_re + at + u * photon_lanes);
                        Lanes c = Lanes::load(task.x_im + at + u * photon_lanes);
                        re[u] = negated_fma(q, c, fma(p, b, re[u]));
                        im[u] = fma(q, b, fma(p, c, im[u]));
                    });
                }
            }
            uint64_t to = task.to[row] + from;
            unroll<units>([&](auto u) {
                re[u].store(y_re + to + u * photon_lanes);
                lanes[u] = fma(re[u], re[u], lanes[u]);
                if constexpr (!real) {
                    im[u].store(y_im + to + u * photon_lanes);
                    lanes[u] = fma(im[u], im[u], lanes[u]);
                }
            });
        }
    }
};

// Eight loads that do not wait for each other: the counts of short loops would be guessed wrong.
JAYNES_INLINE void turn_row(const JaynesWindowTurnArguments& a, const JaynesWindowTurnRow& row, const double* x,
                            double* y) {
    const JaynesWindowTurnColumn* columns =
        reinterpret_cast<const JaynesWindowTurnColumn*>(a.columns) + row.first_column;
    const uint32_t* bases = reinterpret_cast<const uint32_t*>(a.bases) + row.first_base;
    y += row.y_start;
    for (uint32_t j = 0; j < row.columns; j += photon_lanes) {
        double taken[photon_lanes];
        unroll<photon_lanes>([&](auto k) { taken[k] = x[bases[columns[j + k].base] + columns[j + k].offset]; });
        unroll<photon_lanes>([&](auto k) { y[j + k] = taken[k]; });
    }
}

}  // namespace

void window_step(const JaynesWindowStepArguments& a) {
    if (a.x_im == 0) {
        WindowStep<true>(a).run();
    } else {
        WindowStep<false>(a).run();
    }
}

void window_turn(const JaynesWindowTurnArguments& a) {
    const JaynesWindowTurnRow* rows = reinterpret_cast<const JaynesWindowTurnRow*>(a.rows);
    for (uint64_t i = 0; i < a.row_count; i++) {
        turn_row(a, rows[i], reinterpret_cast<const double*>(a.x_re), reinterpret_cast<double*>(a.y_re));
        if (a.x_im != 0) {
            turn_row(a, rows[i], reinterpret_cast<const double*>(a.x_im), reinterpret_cast<double*>(a.y_im));
        }
    }
}

}  // namespace JAYNES_INSTRUCTION_SET
}  // namespace jaynes
