// Belief propagation on JAYNES_LDPC_LANES shots at once: the formulas of jaynes_ldpc.h.
#include "kernels.h"
#include "ldpc/lanes.h"

namespace jaynes {
namespace JAYNES_INSTRUCTION_SET {
namespace {

constexpr uint64_t kLanes = JAYNES_LDPC_LANES;

struct Graph {
    const uint32_t* row_start;
    const uint32_t* edge_column;
    const uint32_t* column_start;
    const JaynesLdpcEdge* column_edges;
    const float* priors;
    uint32_t row_count;
    uint32_t column_count;
    uint32_t edge_count;

    explicit Graph(const JaynesLdpcGraph& g)
        : row_start(reinterpret_cast<const uint32_t*>(g.row_start)),
          edge_column(reinterpret_cast<const uint32_t*>(g.edge_column)),
          column_start(reinterpret_cast<const uint32_t*>(g.column_start)),
          column_edges(reinterpret_cast<const JaynesLdpcEdge*>(g.column_edges)),
          priors(reinterpret_cast<const float*>(g.priors)),
          row_count(g.row_count),
          column_count(g.column_count),
          edge_count(g.edge_count) {}
};

// What rows remember, by how numbers are kept.
template <class Number>
struct MinimaOf;
template <>
struct MinimaOf<float> {
    using type = JaynesLdpcMinima;
};
template <>
struct MinimaOf<Half> {
    using type = JaynesLdpcHalfMinima;
};

template <class Number>
struct State {
    Number* posteriors;
    float* strengths;
    typename MinimaOf<Number>::type* minima;
    uint16_t* signs;
    uint16_t* syndromes;
    uint16_t* unexplained;
    uint16_t* decisions;
    float* scratch;

    explicit State(const JaynesLdpcState& s)
        : posteriors(reinterpret_cast<Number*>(s.posteriors)),
          strengths(reinterpret_cast<float*>(s.strengths)),
          minima(reinterpret_cast<typename MinimaOf<Number>::type*>(s.minima)),
          signs(reinterpret_cast<uint16_t*>(s.signs)),
          syndromes(reinterpret_cast<uint16_t*>(s.syndromes)),
          unexplained(reinterpret_cast<uint16_t*>(s.unexplained)),
          decisions(reinterpret_cast<uint16_t*>(s.decisions)),
          scratch(reinterpret_cast<float*>(s.scratch)) {}
};

// A row's record in registers.
struct Minima {
    Floats smallest;
    Floats second;
    Integers edge;

    template <class Record>
    JAYNES_INLINE static Minima load(const Record& m) {
        return {Floats::load(m.smallest), Floats::load(m.second), Integers::load(m.edge)};
    }
    template <class Record>
    JAYNES_INLINE void store(Record& m) const {
        smallest.store(m.smallest);
        second.store(m.second);
        edge.store(m.edge);
    }
    // mu of an edge whose nu is negative in these lanes.
    JAYNES_INLINE Floats answer(uint32_t e, uint16_t negative) const {
        return negate(set_of(negative), select(is_equal(edge, Integers::all(int32_t(e))), second, smallest));
    }
};

// One check. Lanes that have started a leg take priors for posteriors; nu goes to scratch if the caller needs it.
template <bool some_started, bool keep_incoming, class Number>
JAYNES_INLINE Minima check(const Graph& g, const State<Number>& s, uint32_t row, const Floats& alpha, LaneSet started) {
    Minima last = Minima::load(s.minima[row]);
    Minima next = {limit<Number>(), limit<Number>(), Integers::all(-1)};
    uint32_t first = g.row_start[row], end = g.row_start[row + 1];
    uint16_t sign = s.syndromes[row];
    for (uint32_t e = first; e < end; e++) {
        uint32_t column = g.edge_column[e];
        Floats posterior = Floats::load(s.posteriors + kLanes * column);
        if (some_started) {
            posterior = select(started, Floats::all(g.priors[column]), posterior);
        }
        Floats nu = posterior - last.answer(e, s.signs[e]);
        if (keep_incoming) {
            nu.store(s.scratch + kLanes * (e - first));
        }
        uint16_t negative = bits_of(sign_bits(nu));
        s.signs[e] = negative;
        sign = uint16_t(sign ^ negative);
        Floats size = magnitude(nu);
        LaneSet is_smallest = is_less(size, next.smallest);
        next.edge = select(is_smallest, Integers::all(int32_t(e)), next.edge);
        next.second = smaller(next.second, larger(next.smallest, size));
        next.smallest = smaller(next.smallest, size);
    }
    next.smallest = kept<Number>(negate(set_of(sign), alpha * next.smallest));
    next.second = kept<Number>(negate(set_of(sign), alpha * next.second));
    next.store(s.minima[row]);
    return next;
}

// Adds a column's decision to the parities of its rows; few lanes have an error in few columns.
template <class Number>
JAYNES_INLINE void decide(const Graph& g, const State<Number>& s, uint32_t column, Floats posterior) {
    uint16_t error = bits_of(is_at_most(posterior, Floats::all(0)));
    s.decisions[column] = error;
    if (error != 0) {
        for (uint32_t k = g.column_start[column]; k < g.column_start[column + 1]; k++) {
            uint16_t& parity = s.unexplained[g.column_edges[k].row];
            parity = uint16_t(parity ^ error);
        }
    }
}

template <class Number>
JAYNES_INLINE Floats bias(const State<Number>& s, uint32_t column, Floats prior) {
    Floats strength = Floats::load(s.strengths + kLanes * column);
    Floats memory = Floats::load(s.posteriors + kLanes * column);
    return prior * (Floats::all(1) - strength) + memory * strength;
}

template <bool with_memory, class Number>
void add_columns(const Graph& g, const State<Number>& s) {
    for (uint32_t column = 0; column < g.column_count; column++) {
        Floats sum = Floats::all(g.priors[column]);
        if (with_memory) {
            sum = bias(s, column, sum);
        }
        for (uint32_t k = g.column_start[column]; k < g.column_start[column + 1]; k++) {
            JaynesLdpcEdge edge = g.column_edges[k];
            sum = sum + Minima::load(s.minima[edge.row]).answer(edge.edge, s.signs[edge.edge]);
        }
        sum = kept<Number>(sum);
        sum.store(s.posteriors + kLanes * column);
        decide(g, s, column, sum);
    }
}

template <bool some_started, class Number>
void check_rows(const Graph& g, const State<Number>& s, const Floats& alpha, LaneSet started) {
    for (uint32_t row = 0; row < g.row_count; row++) {
        check<some_started, false>(g, s, row, alpha, started);
    }
}

template <class Number>
void layer(const Graph& g, const State<Number>& s, const Floats& alpha) {
    for (uint32_t row = 0; row < g.row_count; row++) {
        Minima answers = check<false, true>(g, s, row, alpha, set_of(0));
        uint32_t first = g.row_start[row];
        for (uint32_t e = first; e < g.row_start[row + 1]; e++) {
            Floats nu = Floats::load(s.scratch + kLanes * (e - first));
            (nu + answers.answer(e, s.signs[e])).store(s.posteriors + kLanes * g.edge_column[e]);
        }
    }
    for (uint32_t column = 0; column < g.column_count; column++) {
        decide(g, s, column, Floats::load(s.posteriors + kLanes * column));
    }
}

template <class Number>
void iterate(int32_t schedule, const Graph& g, JaynesLdpcState& state) {
    State<Number> s(state);
    Floats alpha = Floats::load(state.alpha);
    __builtin_memcpy(s.unexplained, s.syndromes, sizeof(uint16_t) * g.row_count);
    if (schedule == JAYNES_LDPC_LAYERED) {
        layer(g, s, alpha);
    } else if (s.strengths == nullptr) {
        check_rows<false>(g, s, alpha, set_of(0));
        add_columns<false>(g, s);
    } else {
        if (state.started != 0) {
            check_rows<true>(g, s, alpha, set_of(uint16_t(state.started)));
        } else {
            check_rows<false>(g, s, alpha, set_of(0));
        }
        add_columns<true>(g, s);
    }
    uint16_t unexplained = 0;
    for (uint32_t row = 0; row < g.row_count; row++) {
        unexplained = uint16_t(unexplained | s.unexplained[row]);
    }
    state.started = 0;
    state.converged = uint16_t(~unexplained);
}

template <class Number>
void start_lane(const Graph& g, JaynesLdpcState& state, const JaynesLdpcStart& start) {
    State<Number> s(state);
    const uint64_t* shot = reinterpret_cast<const uint64_t*>(start.shot);
    const float* strengths = reinterpret_cast<const float*>(start.strengths);
    uint32_t lane = start.lane;
    uint16_t bit = uint16_t(1u << lane), others = uint16_t(~bit);
    for (uint32_t row = 0; row < g.row_count; row++) {
        if (shot != nullptr) {
            uint16_t event = uint16_t((shot[row / 64] >> row % 64 & 1) << lane);
            s.syndromes[row] = uint16_t((s.syndromes[row] & others) | event);
        }
        s.minima[row].smallest[lane] = 0;
        s.minima[row].second[lane] = 0;
    }
    for (uint32_t e = 0; e < g.edge_count; e++) {
        s.signs[e] &= others;
    }
    for (uint32_t column = 0; s.strengths != nullptr && column < g.column_count; column++) {
        s.strengths[kLanes * column + lane] = strengths != nullptr ? strengths[column] : start.strength;
    }
    if (shot == nullptr) {
        state.started |= bit;
        return;
    }
    state.started &= others;
    for (uint32_t column = 0; column < g.column_count; column++) {
        s.posteriors[kLanes * column + lane] = number_of<Number>(g.priors[column]);
    }
}

}  // namespace

void ldpc_iterate(int32_t schedule, const JaynesLdpcGraph& graph, JaynesLdpcState& state) {
    if (state.half) {
        iterate<Half>(schedule, Graph(graph), state);
    } else {
        iterate<float>(schedule, Graph(graph), state);
    }
}

void ldpc_start(const JaynesLdpcGraph& graph, JaynesLdpcState& state, const JaynesLdpcStart& start) {
    if (state.half) {
        start_lane<Half>(Graph(graph), state, start);
    } else {
        start_lane<float>(Graph(graph), state, start);
    }
}

void ldpc_errors(const JaynesLdpcGraph& graph, const JaynesLdpcState& state, uint32_t lane, uint32_t* columns,
                 uint32_t& count) {
    const uint16_t* decisions = reinterpret_cast<const uint16_t*>(state.decisions);
    count = 0;
    // Errors are rare: most groups of four columns have none in any lane.
    for (uint32_t column = 0; column < graph.column_count; column += 4) {
        uint64_t four = 0;
        uint32_t here = graph.column_count - column < 4 ? graph.column_count - column : 4;
        __builtin_memcpy(&four, decisions + column, sizeof(uint16_t) * here);
        if (four == 0) {
            continue;
        }
        for (uint32_t i = 0; i < here; i++) {
            if (decisions[column + i] >> lane & 1) {
                columns[count++] = column + i;
            }
        }
    }
}

}  // namespace JAYNES_INSTRUCTION_SET
}  // namespace jaynes
