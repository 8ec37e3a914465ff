// Belief propagation on one shot, sixteen rows or columns at once: the formulas of jaynes_ldpc.h with the flooding
// schedule. Messages are stored, for reading one costs less here than composing it from a row's minima.
#include "kernels.h"
#include "ldpc/lanes.h"

namespace jaynes {
namespace JAYNES_INSTRUCTION_SET {
namespace {

constexpr uint64_t kLanes = JAYNES_LDPC_LANES;

struct Graph {
    const uint32_t* row_slots;
    const uint32_t* slot_columns;
    const uint32_t* column_slots;
    const uint32_t* slot_messages;
    const uint32_t* column_rows;
    const uint32_t* rows;
    const float* priors;
    uint32_t row_group_count;
    uint32_t column_group_count;

    explicit Graph(const JaynesLdpcGroupedGraph& g)
        : row_slots(reinterpret_cast<const uint32_t*>(g.row_slots)),
          slot_columns(reinterpret_cast<const uint32_t*>(g.slot_columns)),
          column_slots(reinterpret_cast<const uint32_t*>(g.column_slots)),
          slot_messages(reinterpret_cast<const uint32_t*>(g.slot_messages)),
          column_rows(reinterpret_cast<const uint32_t*>(g.column_rows)),
          rows(reinterpret_cast<const uint32_t*>(g.rows)),
          priors(reinterpret_cast<const float*>(g.priors)),
          row_group_count(g.row_group_count),
          column_group_count(g.column_group_count) {}
};

struct Shot {
    float* posteriors;
    const float* strengths;
    float* messages;
    const uint8_t* syndrome;
    uint8_t* unexplained;
    uint16_t* decisions;
    float* scratch;

    explicit Shot(const JaynesLdpcShot& s)
        : posteriors(reinterpret_cast<float*>(s.posteriors)),
          strengths(reinterpret_cast<const float*>(s.strengths)),
          messages(reinterpret_cast<float*>(s.messages)),
          syndrome(reinterpret_cast<const uint8_t*>(s.syndrome)),
          unexplained(reinterpret_cast<uint8_t*>(s.unexplained)),
          decisions(reinterpret_cast<uint16_t*>(s.decisions)),
          scratch(reinterpret_cast<float*>(s.scratch)) {}
};

JAYNES_INLINE uint16_t events(const uint8_t* syndrome) {
    uint32_t bits = 0;
    for (uint32_t lane = 0; lane < kLanes; lane++) {
        bits |= uint32_t(syndrome[lane]) << lane;
    }
    return uint16_t(bits);
}

// The checks of a group of rows. Empty lanes of a slot read infinity, which changes neither minimum nor sign.
template <class Number>
void check(const Graph& g, const Shot& s, uint32_t group, const Floats& alpha, const float* posteriors) {
    uint32_t first = g.row_slots[group], end = g.row_slots[group + 1];
    Floats smallest = limit<Number>(), second = limit<Number>();
    Integers at = Integers::all(-1);
    uint16_t sign = events(s.syndrome + kLanes * group);
    for (uint32_t slot = first; slot < end; slot++) {
        Floats nu = gather(posteriors, g.slot_columns + kLanes * slot) - Floats::load(s.messages + kLanes * slot);
        nu.store(s.scratch + kLanes * (slot - first));
        sign = uint16_t(sign ^ bits_of(sign_bits(nu)));
        Floats size = magnitude(nu);
        at = select(is_less(size, smallest), Integers::all(int32_t(slot)), at);
        second = smaller(second, larger(smallest, size));
        smallest = smaller(smallest, size);
    }
    smallest = kept<Number>(negate(set_of(sign), alpha * smallest));
    second = kept<Number>(negate(set_of(sign), alpha * second));
    for (uint32_t slot = first; slot < end; slot++) {
        Floats nu = Floats::load(s.scratch + kLanes * (slot - first));
        Floats answer = select(is_equal(at, Integers::all(int32_t(slot))), second, smallest);
        negate(sign_bits(nu), answer).store(s.messages + kLanes * slot);
    }
}

// The sums of a group of columns; returns the lanes with an error. Empty lanes of a slot add -0, which changes nothing.
template <bool with_memory, class Number>
uint16_t sum(const Graph& g, const Shot& s, uint32_t group) {
    uint64_t place = kLanes * group;
    Floats total = Floats::load(g.priors + place);
    if (with_memory) {
        Floats strength = Floats::load(s.strengths + place);
        Floats memory = Floats::load(s.posteriors + place);
        total = total * (Floats::all(1) - strength) + memory * strength;
    }
    for (uint32_t slot = g.column_slots[group]; slot < g.column_slots[group + 1]; slot++) {
        total = total + gather(s.messages, g.slot_messages + kLanes * slot);
    }
    total = kept<Number>(total);
    total.store(s.posteriors + place);
    return bits_of(is_at_most(total, Floats::all(0)));
}

template <bool with_memory, class Number>
void iterate(const Graph& g, const Shot& s, const Floats& alpha, const float* posteriors) {
    for (uint32_t group = 0; group < g.row_group_count; group++) {
        check<Number>(g, s, group, alpha, posteriors);
    }
    for (uint32_t group = 0; group < g.column_group_count; group++) {
        uint16_t errors = sum<with_memory, Number>(g, s, group);
        s.decisions[group] = errors;
        for (uint32_t rest = errors; rest != 0; rest &= rest - 1) {
            uint64_t place = kLanes * group + uint32_t(__builtin_ctz(rest));
            for (uint32_t k = g.column_rows[place]; k < g.column_rows[place + 1]; k++) {
                s.unexplained[g.rows[k]] ^= 1;
            }
        }
    }
}

template <class Number>
void iterate(const Graph& g, const Shot& s, const JaynesLdpcShot& shot) {
    Floats alpha = Floats::all(shot.alpha);
    if (s.strengths != nullptr) {
        iterate<true, Number>(g, s, alpha, shot.started ? g.priors : s.posteriors);
    } else {
        iterate<false, Number>(g, s, alpha, s.posteriors);
    }
}

}  // namespace

void ldpc_iterate_shot(const JaynesLdpcGroupedGraph& graph, JaynesLdpcShot& shot) {
    Graph g(graph);
    Shot s(shot);
    uint64_t rows = kLanes * g.row_group_count;
    __builtin_memcpy(s.unexplained, s.syndrome, rows);
    if (shot.half) {
        iterate<Half>(g, s, shot);
    } else {
        iterate<float>(g, s, shot);
    }
    uint8_t unexplained = 0;
    for (uint64_t row = 0; row < rows; row++) {
        unexplained |= s.unexplained[row];
    }
    shot.started = 0;
    shot.converged = unexplained == 0;
}

}  // namespace JAYNES_INSTRUCTION_SET
}  // namespace jaynes
