// A pass: for each tile, load it into scratch, run the compiled program on it, store it.
#include <string.h>

#include "kernels.h"
#include "pass/dense.h"
#include "pass/flips.h"
#include "pass/rows.h"
#include "pass/sweep.h"
#include "pass/tile.h"

namespace jaynes {
namespace JAYNES_INSTRUCTION_SET {
namespace {

// log2 of the amplitudes of a block: both planes of it and the skipped lines stay well inside an L1 cache of 32 KiB.
template <class Real>
constexpr int block_amplitude_bits = sizeof(Real) == 4 ? 11 : 10;

// Bytes that are taken to lie in a core's own second-level cache, where prefetching is work for nothing: what the
// servers of today have at least (1 MiB on Zen 4, 1.25 on Ice Lake, 2 on Sapphire Rapids). A wrong guess costs some
// time and changes no result, so it is not worth a field of the pass.
constexpr uint64_t kOwnCacheBytes = 1 << 20;

template <class Real>
class Pass {
    using S = Simd<Real>;

    TileShape tile;
    FlipRun leading, trailing;
    JaynesPassArguments arguments;  // with the ops in between
    const JaynesOp* ops;
    VectorMap load_map, store_map;
    Prefetch prefetch;
    Shape shape;
    Real* re;
    Real* im;
    Workspace& workspace;
    uint32_t round_count = 0;

 public:
    Pass(const JaynesPassArguments& given, void* scratch)
        : tile(given),
          leading(leading_flips(given, tile)),
          trailing(trailing_flips(given, tile, leading)),
          arguments(given),
          ops(leading.last),
          prefetch(tile, 2 * sizeof(Real)),
          shape(shape_of(given)),
          re(static_cast<Real*>(scratch)),
          im(re + plane_reals<Real>(uint64_t(shape.position_bits))),
          workspace(workspace_in(scratch, given.tile_bits)) {
        arguments.ops = reinterpret_cast<uint64_t>(ops);
        arguments.op_count = uint32_t(trailing.first - ops);
    }

    void run(uint64_t first, uint64_t count) {
        TileCopy<Real> copy(tile, re, im);
        copy.clear_padding(uint64_t(shape.position_bits));
        if (arguments.probe_count != 0) {
            memset(workspace.probe_sums, 0, sizeof(workspace.probe_sums));
        }
        uint32_t outer_bits = arguments.index_bits - arguments.tile_bits;
        uint64_t row = first >> outer_bits;
        uint64_t outer = spread(first & low_mask(outer_bits), tile.outer_mask);
        bool fits = compile_ops(arguments, shape, 0, workspace.program) == arguments.op_count;
        bool bind_each = workspace.program.depends_on_tile || arguments.coefficient_stride != 0;
        bool map_each = leading.depends_on_tile() || trailing.depends_on_tile();
        uint64_t slice_origin = arguments.slice << arguments.index_bits;
        bool prepared = false;
        for (uint64_t left = count; left > 0; left--) {
            uint64_t next_outer = next_in_mask(outer, tile.outer_mask);
            uint64_t next_row = row + (next_outer == 0 ? 1 : 0);
            uint64_t named = outer | slice_origin;  // what ops may ask about
            if (!tile.is_zero(outer)) {
                if (!prepared || map_each) {
                    leading.map(named, S::lane_bits, load_map);
                    trailing.inverse_map(named, S::lane_bits, store_map);
                }
                load(copy, tile_at(row, outer));
                if (fits && (!prepared || bind_each)) {
                    bind(row, named);
                }
                prefetch.start(tile_at(next_row, next_outer), left > 1 && worth_prefetching() ? tile_lines() : 0);
                if (fits) {
                    execute_program();
                    add_probes(row, named);
                } else {
                    run_in_windows(row, named);
                }
                store(copy, tile_at(row, outer));
                prepared = true;
            }
            outer = next_outer;
            row = next_row;
        }
    }

 private:
    struct InPlace {
        JAYNES_INLINE uint32_t operator()(uint32_t vector) const { return vector; }
    };

    void load(const TileCopy<Real>& copy, const Real* from) const {
        if (leading.empty()) {
            tile.has_zeros() ? copy.load_nonzero(from, InPlace{}) : copy.load(from, InPlace{});
        } else {
            tile.has_zeros() ? copy.load_nonzero(from, load_map) : copy.load(from, load_map);
        }
    }

    void store(const TileCopy<Real>& copy, Real* to) const {
        if (trailing.empty()) {
            copy.store(to, InPlace{});
        } else {
            copy.store(to, store_map);
        }
    }

    static FlipRun leading_flips(const JaynesPassArguments& given, const TileShape& tile) {
        const JaynesOp* first = reinterpret_cast<const JaynesOp*>(given.ops);
        const JaynesOp* last = first;
        bool possible =
            TileCopy<Real>::moves_vectors(tile) && int(tile.tile_bits) <= S::lane_bits + VectorMap::max_bits;
        while (possible && last != first + given.op_count && FlipRun::takes(*last, S::lane_bits)) {
            last++;
        }
        return FlipRun{first, last};
    }

    static FlipRun trailing_flips(const JaynesPassArguments& given, const TileShape& tile, const FlipRun& leading) {
        const JaynesOp* last = leading.first + given.op_count;
        const JaynesOp* first = last;
        bool possible =
            TileCopy<Real>::moves_vectors(tile) && int(tile.tile_bits) <= S::lane_bits + VectorMap::max_bits;
        while (possible && first != leading.last && FlipRun::takes(first[-1], S::lane_bits)) {
            first--;
        }
        return FlipRun{first, last};
    }

    static Shape shape_of(const JaynesPassArguments& arguments) {
        const JaynesOp* ops = reinterpret_cast<const JaynesOp*>(arguments.ops);
        int slots = round_slots;
        for (uint32_t i = 0; i < arguments.op_count; i++) {
            bool wider = ops[i].kind == JAYNES_OP_MATRIX && int(ops[i].bit_count) > slots;
            slots = wider ? int(ops[i].bit_count) : slots;
        }
        int least = S::lane_bits + slots;
        int position_bits = int(arguments.tile_bits) > least ? int(arguments.tile_bits) : least;
        return Shape{S::lane_bits, round_slots, position_bits, block_amplitude_bits<Real> - S::lane_bits};
    }

    static Workspace& workspace_in(void* scratch, uint32_t tile_bits) {
        uint64_t offset = scratch_bytes<Real>(tile_bits) - sizeof(Workspace);
        return *reinterpret_cast<Workspace*>(static_cast<unsigned char*>(scratch) + offset);
    }

    Real* tile_at(uint64_t row, uint64_t outer) const {
        return reinterpret_cast<Real*>(arguments.states) + 2 * ((row << arguments.index_bits) + outer);
    }

    // States that a core's own cache holds, and tiles that are whole rows, come fast enough by themselves; where zeros
    // are known, little is read.
    bool worth_prefetching() const {
        return arguments.fixed_mask == 0 && arguments.tile_bits < arguments.index_bits &&
               (2 * sizeof(Real)) << arguments.index_bits > kOwnCacheBytes;
    }

    uint64_t tile_lines() const { return ((2 * sizeof(Real)) << arguments.tile_bits) / kCacheLine; }

    // A program longer than the workspace is compiled piece by piece for every tile.
    void run_in_windows(uint64_t row, uint64_t outer) {
        for (uint32_t op = 0; op < arguments.op_count;) {
            op = compile_ops(arguments, shape, op, workspace.program);
            bind(row, outer);
            execute_program();
            add_probes(row, outer);
        }
    }

    // -- what the instructions are for one tile ------------------------------------------------------------------

    void bind(uint64_t row, uint64_t outer) {
        const Program& program = workspace.program;
        const Real* coefficients =
            reinterpret_cast<const Real*>(arguments.coefficients) + row * arguments.coefficient_stride;
        BoundInstruction* next = workspace.bound;
        uint64_t groups = 1;
        for (uint32_t r = 0; r < program.round_count; r++) {
            const Round& round = program.rounds[r];
            BoundRound& bound_round = workspace.rounds[r];
            BoundInstruction* begin = next;
            bound_round.round = &round;
            bound_round.first = begin;
            bool has_op = false;
            for (uint32_t i = round.first; i < round.last; i++) {
                const Instruction& instruction = program.instructions[i];
                bool exchange = is_exchange(instruction, round);
                if (exchange || applies(ops[instruction.op], outer)) {
                    has_op |= !exchange;
                    bind(instruction, exchange, coefficients, outer, *next++);
                }
            }
            next = has_op ? next : begin;
            bound_round.last = next;
            groups += has_op ? uint64_t(1) << (shape.position_bits - S::lane_bits - round.slot_count) : 0;
        }
        prefetch.per_group = uint32_t((tile_lines() + groups - 1) / groups);
    }

    static bool is_exchange(const Instruction& instruction, const Round& round) {
        return !round.dense && instruction.code >= kExchange && instruction.code < kMatrix2;
    }

    static bool applies(const JaynesOp& op, uint64_t outer) {
        return (outer & op.outer_control_mask) == op.outer_control_value;
    }

    void bind(const Instruction& instruction, bool exchange, const Real* row_coefficients, uint64_t outer,
              BoundInstruction& bound) {
        bound.code = instruction.code;
        bound.vector_set = instruction.vector_set;
        bound.lane_set = instruction.lane_set;
        bound.free_mask = instruction.free_mask;
        bound.free_value = instruction.free_value;
        bound.instruction = &instruction;
        if (exchange) {
            return;
        }
        const JaynesOp& op = ops[instruction.op];
        const Real* coefficients = row_coefficients + op.coefficient_offset;
        if (op.kind == JAYNES_OP_DIAGONAL) {
            for (uint32_t i = 0; i < op.bit_count; i++) {
                bool one = op.bits[i] >= JAYNES_OUTER_BIT && (outer >> (op.bits[i] - JAYNES_OUTER_BIT) & 1) != 0;
                coefficients += one ? uint64_t(2) << i : 0;
            }
            if ((instruction.code - kDiagonal) / 2 == kFormExpanded) {
                coefficients = expand(instruction, coefficients);
            }
        }
        bound.coefficients = coefficients;
        if (is_probe(op)) {
            bound.coefficients = workspace.probe_sums + instruction.probe * kProbeBytes;
        }
    }

    // Writes the factors of each vector of a group, for each combination of the free bits in the table.
    const Real* expand(const Instruction& instruction, const Real* table) {
        constexpr uint64_t vector_reals = 2 * S::lanes;
        Real* start = reinterpret_cast<Real*>(workspace.expanded) + instruction.expanded_first * vector_reals;
        Real* out = start;
        for (uint32_t free = 0; free < 1u << instruction.free_count; free++) {
            uint32_t index = 0;
            for (int i = 0; i < instruction.free_count; i++) {
                index |= (free >> i & 1) << instruction.free_table_bit[i];
            }
            for (int j = 0; j < group_vectors; j++, out += vector_reals) {
                const Real* part = table + 2 * (index + instruction.vector_index[j]);
                for (int lane = 0; lane < S::lanes; lane++) {
                    out[lane] = part[2 * instruction.lane_index[lane]];
                    out[S::lanes + lane] = part[2 * instruction.lane_index[lane] + 1];
                }
            }
        }
        return start;
    }

    // Adds what the probes of a tile have found to the sums of the row, which other threads do as well.
    void add_probes(uint64_t row, uint64_t outer) {
        const Program& program = workspace.program;
        int64_t* sums = reinterpret_cast<int64_t*>(arguments.probe_sums) + row * arguments.probe_count;
        for (uint32_t r = 0; r < program.round_count && program.probe_count != 0; r++) {
            const BoundRound& round = workspace.rounds[r];
            for (const BoundInstruction* bound = round.first; bound != round.last; bound++) {
                if (!round.round->dense && bound->code >= kProbeX) {
                    const JaynesOp& op = ops[bound->instruction->op];
                    unsigned char* lanes = workspace.probe_sums + bound->instruction->probe * kProbeBytes;
                    int64_t sum = sum_of_lanes<Real>(lanes);
                    __atomic_fetch_add(sums + op.coefficient_offset, outer_sign(op, outer) * sum, __ATOMIC_RELAXED);
                    memset(lanes, 0, kProbeBytes);
                }
            }
        }
    }

    static int64_t outer_sign(const JaynesOp& op, uint64_t outer) {
        int64_t sign = 1;
        for (uint32_t i = 1; i < op.bit_count; i++) {
            bool one = op.bits[i] >= JAYNES_OUTER_BIT && (outer >> (op.bits[i] - JAYNES_OUTER_BIT) & 1) != 0;
            sign = one ? -sign : sign;
        }
        return sign;
    }

    // -- execution -----------------------------------------------------------------------------------------------

    void execute_program() {
        uint32_t vector_mask = uint32_t(low_mask(uint32_t(shape.position_bits))) & ~uint32_t(S::lanes - 1);
        const Program& program = workspace.program;
        for (uint32_t s = 0; s < program.stage_count; s++) {
            const Stage& stage = program.stages[s];
            uint32_t other_blocks = vector_mask & ~stage.block_mask;
            uint32_t base = 0;
            do {
                for (uint32_t r = stage.first; r < stage.last; r++) {
                    const BoundRound& round = workspace.rounds[r];
                    if (round.first == round.last) {
                        continue;
                    }
                    if (round.round->dense) {
                        DenseRound<Real>(round, re, im).sweep(base, stage.block_mask, prefetch);
                    } else {
                        sweep<Real>(round, re, im, base, stage.block_mask, prefetch);
                    }
                }
                base = uint32_t(next_in_mask(base, other_blocks));
            } while (base != 0);
        }
    }
};

// Rows go to the lanes of vectors where they are small and enough; the others one tile after the other.
template <class Real>
void pass_in(const JaynesPassArguments& arguments, uint64_t first, uint64_t count, void* scratch) {
    uint64_t done = 0;
    if (RowLanes<Real>::suits(arguments, count)) {
        done = RowLanes<Real>(arguments, scratch).run(first, count);
    }
    if (done < count) {
        Pass<Real>(arguments, scratch).run(first + done, count - done);
    }
}

}  // namespace

void pass(int32_t precision, const JaynesPassArguments& arguments, uint64_t first, uint64_t count, void* scratch) {
    if (precision == JAYNES_COMPLEX64) {
        pass_in<float>(arguments, first, count, scratch);
    } else {
        pass_in<double>(arguments, first, count, scratch);
    }
}

}  // namespace JAYNES_INSTRUCTION_SET
}  // namespace jaynes
