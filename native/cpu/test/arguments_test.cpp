// Every function refuses arguments outside the limits of jaynes_plan.h, and writes nothing then.
#include <functional>
#include <vector>

#include "check.h"

namespace {

int failures = 0;

void expect(bool condition, const char* function, const char* what) {
    if (!condition) {
        std::printf("FAILED: %s: %s\n", function, what);
        failures++;
    }
}

template <class Arguments>
struct Fault {
    const char* what;
    std::function<void(Arguments&, uint64_t& first, uint64_t& count)> make;
};

// Runs `call` on `good`, which must succeed, and on each faulty copy of it, which must be refused and leave memory
// alone.
template <class Arguments, class Call>
void check(const char* function, const Arguments& good, uint64_t total, const Array<double>& memory, Call call,
           const std::vector<Fault<Arguments>>& faults) {
    expect(call(&good, uint64_t(0), total) == JAYNES_CPU_OK, function, "valid arguments are refused");
    expect(call(static_cast<const Arguments*>(nullptr), uint64_t(0), total) == JAYNES_CPU_INVALID_ARGUMENT, function,
           "null is accepted");
    std::vector<Fault<Arguments>> all = faults;
    all.push_back({"first + count overflows", [](Arguments&, uint64_t& first, uint64_t& count) {
                       first = UINT64_MAX;
                       count = 2;
                   }});
    Array<double> before(memory);
    for (const Fault<Arguments>& fault : all) {
        Arguments bad = good;
        uint64_t first = 0, count = total;
        fault.make(bad, first, count);
        expect(call(&bad, first, count) == JAYNES_CPU_INVALID_ARGUMENT, function, fault.what);
    }
    expect(first_difference(before, memory) < 0, function, "a refused call wrote");
}

#define FAULT(type, what, statement)                                                                          \
    Fault<type> {                                                                                             \
        what, [](type& a, uint64_t& first, uint64_t& count) { (void)a, (void)first, (void)count, statement; } \
    }

JaynesOp ops[2];

void check_pass() {
    Array<double> states(2 << 6), coefficients(64);
    Array<unsigned char> scratch(jaynes_cpu_pass_scratch_bytes(JAYNES_COMPLEX128, 3));
    ops[0] = {};
    ops[0].kind = JAYNES_OP_MATRIX;
    ops[0].bit_count = 2;
    ops[0].bits[1] = 1;
    ops[0].local_control_mask = ops[0].local_control_value = 4;
    ops[1] = {};
    ops[1].kind = JAYNES_OP_DIAGONAL;
    ops[1].bit_count = 2;
    ops[1].bits[0] = JAYNES_OUTER_BIT + 3;
    ops[1].bits[1] = 2;
    ops[1].coefficient_offset = 32;
    ops[1].outer_control_mask = ops[1].outer_control_value = 2;
    static const JaynesOp good_ops[2] = {ops[0], ops[1]};
    JaynesPassArguments good = {};
    good.states = states.address();
    good.coefficients = coefficients.address();
    good.ops = reinterpret_cast<uint64_t>(ops);
    good.index_bits = 6;
    good.tile_bits = 3;
    good.op_count = 2;
    good.row_count = 1;
    good.low_bits = 1;
    const uint8_t tile[3] = {0, 2, 5};
    std::memcpy(good.tile_qubits, tile, 3);
    using A = JaynesPassArguments;
    auto call = [&](const A* a, uint64_t first, uint64_t count) {
        int32_t status = jaynes_cpu_pass(JAYNES_CPU_PORTABLE, JAYNES_COMPLEX128, a, first, count, scratch.data());
        ops[0] = good_ops[0];
        ops[1] = good_ops[1];
        return status;
    };
    check<A>(
        "pass", good, 8, states, call,
        {FAULT(A, "no states", a.states = 0),
         FAULT(A, "unaligned states", a.states += 32),
         FAULT(A, "no coefficients", a.coefficients = 0),
         FAULT(A, "unaligned coefficients", a.coefficients += 8),
         FAULT(A, "no ops", a.ops = 0),
         FAULT(A, "unaligned ops", a.ops += 4),
         FAULT(A, "index bits over the limit", a.index_bits = 49),
         FAULT(A, "slice bits over the limit", a.slice_bits = 43),
         FAULT(A, "slice that is not there", a.slice = 1),
         FAULT(A, "slice beyond the last", (a.slice_bits = 2, a.slice = 4)),
         FAULT(A, "probes without sums", a.probe_count = 1),
         FAULT(A, "unaligned sums", (a.probe_count = 1, a.probe_sums = a.states + 4)),
         FAULT(A, "more memory than there is", a.row_count = UINT64_MAX >> 1),
         FAULT(A, "no rows", a.row_count = 0),
         FAULT(A, "too many items", count = 9),
         FAULT(A, "tile larger than the state", a.tile_bits = 7),
         FAULT(A, "low bits over the tile", a.low_bits = 4),
         FAULT(A, "fixed bits over the index", a.fixed_mask = uint64_t(1) << 40),
         FAULT(A, "fixed value over its mask", a.fixed_value = 1),
         FAULT(A, "low bits that are not", a.low_bits = 2),
         FAULT(A, "tile qubit outside", a.tile_qubits[2] = 6),
         FAULT(A, "tile qubits not ascending", a.tile_qubits[1] = 5),
         FAULT(A, "tile qubits after the last", a.tile_qubits[3] = 6),
         FAULT(A, "kind", ops[0].kind = JAYNES_OP_KIND_COUNT),
         FAULT(A, "matrix without targets", (ops[0].bit_count = 0, ops[0].bits[1] = 0)),
         FAULT(A, "matrix with 7 targets", ops[0].bit_count = 7),
         FAULT(A, "flip with 2 targets", ops[0].kind = JAYNES_OP_FLIP),
         FAULT(A, "probe whose sum has no place", ops[0].kind = JAYNES_OP_PROBE_X),
         FAULT(A, "probe with 1 target",
               (a.probe_count = 1, a.probe_sums = a.states, ops[0].kind = JAYNES_OP_PROBE_Y, ops[0].bit_count = 1,
                ops[0].bits[1] = 0)),
         FAULT(A, "outer pair bit", (a.probe_count = 33, a.probe_sums = a.states, ops[1].kind = JAYNES_OP_PROBE_Z)),
         FAULT(A, "17 table bits", ops[1].bit_count = 17),
         FAULT(A, "the same target twice", ops[0].bits[1] = 0),
         FAULT(A, "target outside the tile", ops[0].bits[1] = 3),
         FAULT(A, "outer target", ops[0].bits[1] = JAYNES_OUTER_BIT + 1),
         FAULT(A, "outer table bit of the tile", ops[1].bits[0] = JAYNES_OUTER_BIT + 2),
         FAULT(A, "outer table bit outside", ops[1].bits[0] = JAYNES_OUTER_BIT + 6),
         FAULT(A, "outer table bit far outside", ops[1].bits[0] = 255),
         FAULT(A, "bits after the last", ops[0].bits[5] = 2),
         FAULT(A, "reserved", ops[0].reserved[11] = 1),
         FAULT(A, "control is a target", (ops[0].local_control_mask |= 1)),
         FAULT(A, "control outside the tile", (ops[0].local_control_mask |= 8)),
         FAULT(A, "value without control", (ops[0].local_control_value |= 8)),
         FAULT(A, "outer control in the tile", (ops[1].outer_control_mask |= 1)),
         FAULT(A, "outer control outside", (ops[1].outer_control_mask |= 64)),
         FAULT(A, "outer value without control", (ops[1].outer_control_value |= 8)),
         FAULT(A, "coefficient offset", ops[1].coefficient_offset = 33)});
    expect(jaynes_cpu_pass(JAYNES_CPU_PORTABLE, 2, &good, 0, 8, scratch.data()) == JAYNES_CPU_INVALID_ARGUMENT, "pass",
           "precision 2");
    expect(jaynes_cpu_pass(JAYNES_CPU_PORTABLE, 0, &good, 0, 8, nullptr) == JAYNES_CPU_INVALID_ARGUMENT, "pass",
           "no scratch");
    expect(jaynes_cpu_pass(JAYNES_CPU_PORTABLE, 0, &good, 0, 8, scratch.data() + 8) == JAYNES_CPU_INVALID_ARGUMENT,
           "pass", "unaligned scratch");
    expect(jaynes_cpu_pass(3, 0, &good, 0, 8, scratch.data()) == JAYNES_CPU_UNSUPPORTED_INSTRUCTIONS, "pass",
           "instruction set 3");
    expect(jaynes_cpu_pass(-1, 0, &good, 0, 8, scratch.data()) == JAYNES_CPU_UNSUPPORTED_INSTRUCTIONS, "pass",
           "instruction set -1");
    expect(jaynes_cpu_pass_scratch_bytes(JAYNES_COMPLEX64, JAYNES_MAX_TILE_BITS + 1) == 0, "scratch", "21 tile bits");
}

void check_states() {
    Array<double> states(2 << 4);
    JaynesInitializeArguments initialize = {states.address(), 3, 2, 3, 0};
    using I = JaynesInitializeArguments;
    check<I>("initialize", initialize, 16, states,
             [](const I* a, uint64_t first, uint64_t count) { return jaynes_cpu_initialize(0, 1, a, first, count); },
             {FAULT(I, "no states", a.states = 0), FAULT(I, "basis index", a.basis_index = 8),
              FAULT(I, "no rows", a.row_count = 0), FAULT(I, "too many items", count = 17),
              FAULT(I, "too many bits", a.index_bits = 49), FAULT(I, "reserved", a.reserved = 1),
              FAULT(I, "more rows than memory", a.row_count = UINT64_MAX)});
    JaynesCollapseArguments collapse = {states.address(), 2, 1.5, 3, 2, 1, 0};
    using C = JaynesCollapseArguments;
    check<C>("collapse", collapse, 16, states,
             [](const C* a, uint64_t first, uint64_t count) { return jaynes_cpu_collapse(0, 1, a, first, count); },
             {FAULT(C, "no states", a.states = 0), FAULT(C, "bit", a.bit = 3), FAULT(C, "value", a.value = 2),
              FAULT(C, "no rows", a.row_count = 0), FAULT(C, "too many items", (first = 1, count = 16)),
              FAULT(C, "reserved", a.reserved = 1)});
}

void check_sums() {
    Array<double> states(2 << 4), sums(16);
    Array<uint64_t> outcomes(4);
    JaynesMarginalArguments marginal = {states.address(), sums.address(), 2, 3, 2, {0, 2}};
    using M = JaynesMarginalArguments;
    check<M>("marginal", marginal, 8, sums,
             [](const M* a, uint64_t first, uint64_t count) { return jaynes_cpu_marginal(0, 1, a, first, count); },
             {FAULT(M, "no states", a.states = 0), FAULT(M, "no sums", a.sums = 0), FAULT(M, "bit", a.bits[1] = 3),
              FAULT(M, "bits not ascending", a.bits[1] = 0), FAULT(M, "bits after the last", a.bits[9] = 1),
              FAULT(M, "more bits than there are", a.bit_count = 4), FAULT(M, "too many items", count = 9)});
    JaynesProbabilityArguments probability = {states.address(), sums.address(), 2, 14};
    using P = JaynesProbabilityArguments;
    check<P>("probability", probability, 14, sums,
             [](const P* a, uint64_t first, uint64_t count) { return jaynes_cpu_probability(0, 1, a, first, count); },
             {FAULT(P, "no states", a.states = 0), FAULT(P, "no output", a.probabilities = 0),
              FAULT(P, "first", a.first = UINT64_MAX), FAULT(P, "count", a.count = UINT64_MAX),
              FAULT(P, "too many items", count = 15)});
    JaynesPauliTerm term = {1, 0.5};
    JaynesPauliArguments pauli = {
        states.address(), reinterpret_cast<uint64_t>(&term), sums.address(), 2, 7, 1, 0, 3, 0};
    using Q = JaynesPauliArguments;
    check<Q>("pauli", pauli, 2, sums,
             [](const Q* a, uint64_t first, uint64_t count) { return jaynes_cpu_pauli(0, 1, a, first, count); },
             {FAULT(Q, "no states", a.states = 0), FAULT(Q, "no terms", a.terms = 0), FAULT(Q, "no sums", a.sums = 0),
              FAULT(Q, "x mask", a.x_mask = 8), FAULT(Q, "no rows", a.row_count = 0),
              FAULT(Q, "reserved", a.reserved = 1), FAULT(Q, "too many items", count = 3)});
    JaynesSampleArguments sample = {states.address(), sums.address(), outcomes.address(), 1, 2, 4, 0, 0, 4, 0};
    using S = JaynesSampleArguments;
    check<S>("sample", sample, 4, sums,
             [](const S* a, uint64_t first, uint64_t count) { return jaynes_cpu_sample(0, 1, a, first, count); },
             {FAULT(S, "no states", a.states = 0), FAULT(S, "no sums", a.cumulative = 0),
              FAULT(S, "no outcomes", a.outcomes = 0), FAULT(S, "index bits", a.index_bits = 49),
              FAULT(S, "too many items", count = 5), FAULT(S, "reserved", a.reserved = 1)});
}

// Sizes of all structs, then the places of their last members.
constexpr int32_t kLayoutNumbers = 56;

void check_layout() {
    uint32_t layout[kLayoutNumbers] = {};
    expect(jaynes_cpu_struct_layout(nullptr, 0) == kLayoutNumbers &&
               jaynes_cpu_struct_layout(layout, kLayoutNumbers) == kLayoutNumbers,
           "layout", "count");
    expect(layout[0] == 64 && layout[1] == 120 && layout[kLayoutNumbers / 2] == 36, "layout",
           "JaynesOp and JaynesPassArguments");
    uint32_t two[3] = {7, 7, 7};
    expect(jaynes_cpu_struct_layout(two, 2) == kLayoutNumbers && two[1] == 120 && two[2] == 7, "layout", "capacity");
    expect(jaynes_cpu_abi_version() == JAYNES_CPU_ABI_VERSION, "abi", "version");
    Array<unsigned char> memory(100000);
    expect(jaynes_cpu_advise_huge_pages(memory.data(), memory.size()) == JAYNES_CPU_OK, "huge pages", "refused");
    expect(jaynes_cpu_advise_huge_pages(memory.data() + 1, 3) == JAYNES_CPU_OK, "huge pages", "less than a page");
    expect(jaynes_cpu_advise_huge_pages(nullptr, 3) == JAYNES_CPU_INVALID_ARGUMENT, "huge pages", "null");
}

void check_ldpc() {
    Array<uint32_t> zeros(64);
    Array<float> floats(64);
    JaynesLdpcGraph graph = {
        zeros.address(), zeros.address(), zeros.address(), zeros.address(), floats.address(), 1, 1, 0, 0};
    JaynesLdpcState state = {};
    state.posteriors = state.minima = state.signs = state.syndromes = floats.address();
    state.unexplained = state.decisions = state.scratch = floats.address();
    JaynesLdpcStart start = {};
    JaynesLdpcGroupedGraph grouped = {zeros.address(),
                                      zeros.address(),
                                      zeros.address(),
                                      zeros.address(),
                                      zeros.address(),
                                      zeros.address(),
                                      floats.address(),
                                      0,
                                      0};
    JaynesLdpcShot shot = {};
    shot.posteriors = shot.messages = shot.syndrome = shot.unexplained = shot.decisions = shot.scratch =
        floats.address();
    uint32_t columns[1], count;
    auto refused = [](const char* what, int32_t status) {
        expect(status == JAYNES_CPU_INVALID_ARGUMENT, "ldpc", what);
    };
    expect(jaynes_cpu_ldpc_iterate_shot(0, &grouped, &shot) == JAYNES_CPU_OK, "ldpc", "a valid shot is refused");
    refused("null graph", jaynes_cpu_ldpc_iterate(0, JAYNES_LDPC_FLOODING, nullptr, &state));
    refused("null state", jaynes_cpu_ldpc_iterate(0, JAYNES_LDPC_FLOODING, &graph, nullptr));
    refused("unknown schedule", jaynes_cpu_ldpc_iterate(0, 2, &graph, &state));
    refused("null start", jaynes_cpu_ldpc_start(0, &graph, &state, nullptr));
    start.lane = JAYNES_LDPC_LANES;
    refused("a lane too many", jaynes_cpu_ldpc_start(0, &graph, &state, &start));
    refused("a lane too many", jaynes_cpu_ldpc_errors(0, &graph, &state, JAYNES_LDPC_LANES, columns, &count));
    refused("no place for columns", jaynes_cpu_ldpc_errors(0, &graph, &state, 0, nullptr, &count));
    refused("null graph", jaynes_cpu_ldpc_iterate_shot(0, nullptr, &shot));
    refused("null shot", jaynes_cpu_ldpc_iterate_shot(0, &grouped, nullptr));
    state.strengths = floats.address();
    refused("layers with memory", jaynes_cpu_ldpc_iterate(0, JAYNES_LDPC_LAYERED, &graph, &state));
    state.strengths = floats.address() + 4;
    refused("strengths not aligned", jaynes_cpu_ldpc_iterate(0, JAYNES_LDPC_FLOODING, &graph, &state));
    state.strengths = 0;
    state.minima = 0;
    refused("no minima", jaynes_cpu_ldpc_iterate(0, JAYNES_LDPC_FLOODING, &graph, &state));
    graph.edge_count = uint32_t(1) << 31;
    state.minima = floats.address();
    refused("too many edges", jaynes_cpu_ldpc_iterate(0, JAYNES_LDPC_FLOODING, &graph, &state));
    graph.edge_count = 0;
    state.half = 2;
    refused("an unknown precision", jaynes_cpu_ldpc_iterate(0, JAYNES_LDPC_FLOODING, &graph, &state));
    state.half = 1;
    state.reserved = 1;
    refused("reserved bits", jaynes_cpu_ldpc_iterate(0, JAYNES_LDPC_FLOODING, &graph, &state));
    shot.half = 2;
    refused("an unknown precision", jaynes_cpu_ldpc_iterate_shot(0, &grouped, &shot));
}

}  // namespace

int main() {
    check_pass();
    check_states();
    check_sums();
    check_layout();
    check_ldpc();
    if (failures == 0) {
        std::printf("passed\n");
    }
    return failures == 0 ? 0 : 1;
}
