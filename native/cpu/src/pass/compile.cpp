// Arranges the ops of a pass into rounds and stages: see program.h. Index arithmetic only, the same for all precisions.
#include <string.h>

#include "pass/program.h"

namespace jaynes {
namespace {

// Most instructions that one op and the end of its round can need: two exchanges per slot, and itself.
constexpr uint32_t kReserve = 4 * kMaxSlots + 1;
constexpr int kMaxExpandedFreeBits = 2;
constexpr int kNone = -1;

bool is_pair(const JaynesOp& op) { return op.kind != JAYNES_OP_DIAGONAL && op.bit_count == 1; }

bool is_dense(const JaynesOp& op) { return op.kind == JAYNES_OP_MATRIX && op.bit_count > 2; }

class Compiler {
 public:
    Compiler(const JaynesPassArguments& arguments, const Shape& shape, Program& program)
        : ops(reinterpret_cast<const JaynesOp*>(arguments.ops)),
          op_count(arguments.op_count),
          shape(shape),
          program(program) {}

    uint32_t run(uint32_t first) {
        program.instruction_count = program.round_count = program.stage_count = program.expanded_count = 0;
        program.probe_count = 0;
        program.depends_on_tile = false;
        uint32_t op = first;
        for (; op < op_count && has_room(); op++) {
            add(op);
        }
        close_round();
        group_rounds();
        return op;
    }

 private:
    const JaynesOp* ops;
    uint32_t op_count;
    const Shape& shape;
    Program& program;

    // The round being built. A slot holds its own position bit, or a lane bit that it was exchanged with.
    bool open = false;
    int slot_count = 0;
    int slot_bit[JAYNES_MAX_MATRIX_BITS] = {};
    int slot_lane_bit[JAYNES_MAX_MATRIX_BITS] = {};
    uint32_t slot_use[JAYNES_MAX_MATRIX_BITS] = {};

    bool has_room() const {
        return program.instruction_count + kReserve <= kInstructionCapacity && program.probe_count < kProbeCapacity;
    }

    // Bits that an op needs in slots.
    static uint32_t target_count(const JaynesOp& op) {
        return op.kind == JAYNES_OP_DIAGONAL ? 0 : op.kind == JAYNES_OP_PROBE_Z ? 1 : op.bit_count;
    }

    bool is_lane_bit(int bit) const { return bit < shape.lane_bits; }

    void add(uint32_t number) {
        const JaynesOp& op = ops[number];
        if (is_dense(op)) {
            close_round();
            add_dense(number);
            return;
        }
        uint32_t targets = target_count(op);
        if (open && !targets_fit(op, targets)) {
            close_round();
        }
        if (!open) {
            open_round(number);
        }
        int slots[2] = {};
        for (uint32_t i = 0; i < targets; i++) {
            if (!is_lane_bit(op.bits[i])) {
                give_back(slot_of(op.bits[i]));
            }
        }
        for (uint32_t i = 0; i < targets; i++) {
            slots[i] = bring_into_slot(op, targets, op.bits[i], number);
        }
        if (op.kind == JAYNES_OP_DIAGONAL && op.bit_count > 0) {
            return_long_tables(op);
        }
        Instruction& instruction = append(number);
        set_controls(instruction, op);
        bool masked = instruction.vector_set != (1 << (1 << slot_count)) - 1 ||
                      instruction.lane_set != (1 << (1 << shape.lane_bits)) - 1;
        int code;
        if (op.kind == JAYNES_OP_DIAGONAL) {
            code = kDiagonal + place_table(instruction, op) * 2;
        } else if (is_probe(op)) {
            code = place_probe(instruction, op, slots);
            masked = false;  // probes always look at vector_set and lane_set
        } else if (is_pair(op)) {
            code = kPair + (int(op.kind) * kMaxSlots + slots[0]) * 2;
        } else {
            code = kMatrix2 + (slots[0] * kMaxSlots + slots[1]) * 2;
        }
        instruction.code = uint8_t(code + masked);
        restrict_round(program.rounds[program.round_count], instruction);
    }

    // A round visits only the groups that all its ops want.
    static void restrict_round(Round& round, const Instruction& instruction) {
        if (!round.has_op) {
            round.free_mask = instruction.free_mask;
            round.free_value = instruction.free_value;
            round.has_op = true;
        } else {
            round.free_mask &= instruction.free_mask & ~(round.free_value ^ instruction.free_value);
            round.free_value &= round.free_mask;
        }
    }

    Instruction& append(uint32_t number) {
        Instruction& instruction = program.instructions[program.instruction_count++];
        memset(&instruction, 0, sizeof(instruction));
        instruction.op = number;
        return instruction;
    }

    // -- rounds --------------------------------------------------------------------------------------------------

    void open_round(uint32_t first_op) {
        Round& round = program.rounds[program.round_count];
        memset(&round, 0, sizeof(round));
        round.first = program.instruction_count;
        open = true;
        slot_count = 0;
        uint32_t taken = 0;
        // The next vector bits that are targets, as many as there are slots ...
        for (uint32_t i = first_op; i < op_count && i < first_op + 64 && slot_count < shape.slot_count; i++) {
            if (ops[i].kind == JAYNES_OP_DIAGONAL) {
                continue;
            }
            if (is_dense(ops[i])) {
                break;
            }
            uint32_t wanted = 0;
            for (uint32_t t = 0; t < target_count(ops[i]); t++) {
                wanted |= is_lane_bit(ops[i].bits[t]) ? 0 : 1u << ops[i].bits[t];
            }
            wanted &= ~taken;
            if (__builtin_popcount(wanted) > shape.slot_count - slot_count) {
                break;
            }
            for (; wanted != 0; wanted &= wanted - 1) {
                taken |= wanted & -wanted;
                take_slot(__builtin_ctz(wanted));
            }
        }
        // ... and the lowest others where too few are.
        for (int bit = shape.lane_bits; slot_count < shape.slot_count; bit++) {
            if ((taken >> bit & 1) == 0) {
                take_slot(bit);
            }
        }
        round.slot_count = uint8_t(slot_count);
        for (int s = 0; s < slot_count; s++) {
            round.slot_bit[s] = uint8_t(slot_bit[s]);
        }
    }

    void take_slot(int bit) {
        slot_bit[slot_count] = bit;
        slot_lane_bit[slot_count] = kNone;
        slot_use[slot_count] = 0;
        slot_count++;
    }

    void close_round() {
        if (!open) {
            return;
        }
        for (int s = 0; s < slot_count; s++) {
            give_back(s);
        }
        program.rounds[program.round_count++].last = program.instruction_count;
        open = false;
    }

    int slot_of(int bit) const {
        for (int s = 0; s < slot_count; s++) {
            if (slot_bit[s] == bit) {
                return s;
            }
        }
        return kNone;
    }

    int slot_of_lane_bit(int bit) const {
        for (int s = 0; s < slot_count; s++) {
            if (slot_lane_bit[s] == bit) {
                return s;
            }
        }
        return kNone;
    }

    bool targets_fit(const JaynesOp& op, uint32_t targets) const {
        for (uint32_t i = 0; i < targets; i++) {
            if (!is_lane_bit(op.bits[i]) && slot_of(op.bits[i]) == kNone) {
                return false;
            }
        }
        return true;
    }

    // Vector bits among the targets are at home already.
    int bring_into_slot(const JaynesOp& op, uint32_t targets, int bit, uint32_t now) {
        int slot;
        if (is_lane_bit(bit)) {
            slot = slot_of_lane_bit(bit);
            if (slot == kNone) {
                slot = slot_to_lend(op, targets);
                give_back(slot);
                exchange(slot, bit);
                slot_lane_bit[slot] = bit;
            }
        } else {
            slot = slot_of(bit);
        }
        slot_use[slot] = now + 1;
        return slot;
    }

    // A slot that none of the op's targets needs: one at home if there is one, else the one unused for longest.
    int slot_to_lend(const JaynesOp& op, uint32_t targets) const {
        int best = kNone;
        for (int s = 0; s < slot_count; s++) {
            bool needed = false;
            for (uint32_t i = 0; i < targets; i++) {
                needed |= slot_bit[s] == op.bits[i] || slot_lane_bit[s] == op.bits[i];
            }
            if (!needed && (best == kNone || lend_rank(s) < lend_rank(best))) {
                best = s;
            }
        }
        return best;
    }
    uint64_t lend_rank(int s) const { return (slot_lane_bit[s] == kNone ? 0 : uint64_t(1) << 32) + slot_use[s]; }

    void give_back(int slot) {
        if (slot_lane_bit[slot] != kNone) {
            exchange(slot, slot_lane_bit[slot]);
            slot_lane_bit[slot] = kNone;
        }
    }

    void exchange(int slot, int lane_bit) { append(0).code = uint8_t(kExchange + lane_bit * kMaxSlots + slot); }

    // -- dense matrices ------------------------------------------------------------------------------------------

    void add_dense(uint32_t number) {
        const JaynesOp& op = ops[number];
        open_dense_round(op);
        Instruction& instruction = append(number);
        set_controls(instruction, op);
        Round& round = program.rounds[program.round_count++];
        round.last = program.instruction_count;
        round.free_mask = instruction.free_mask;
        round.free_value = instruction.free_value;
    }

    void open_dense_round(const JaynesOp& op) {
        Round& round = program.rounds[program.round_count];
        memset(&round, 0, sizeof(round));
        round.first = program.instruction_count;
        round.dense = true;
        round.slot_count = uint8_t(op.bit_count);
        uint32_t taken = 0;
        for (uint32_t i = 0; i < op.bit_count; i++) {
            taken |= 1u << op.bits[i];
        }
        slot_count = 0;
        for (uint32_t i = 0; i < op.bit_count; i++) {
            int bit = op.bits[i];
            if (is_lane_bit(op.bits[i])) {
                for (bit = shape.lane_bits; (taken >> bit & 1) != 0;) {
                    bit++;
                }
                taken |= 1u << bit;
                round.exchanged[i] = uint8_t(1 + op.bits[i]);
            }
            take_slot(bit);
            slot_lane_bit[i] = is_lane_bit(op.bits[i]) ? op.bits[i] : kNone;
            round.slot_bit[i] = uint8_t(bit);
        }
    }

    // -- controls and tables -------------------------------------------------------------------------------------

    struct Place {
        enum { SLOT, LANE, FREE } kind;
        int bit;
    };

    // Where a tile bit is now.
    Place place_of(int bit) const {
        int slot = is_lane_bit(bit) ? slot_of_lane_bit(bit) : slot_of(bit);
        if (slot == kNone) {
            return is_lane_bit(bit) ? Place{Place::LANE, bit} : Place{Place::FREE, bit};
        }
        bool away = !is_lane_bit(bit) && slot_lane_bit[slot] != kNone;
        return away ? Place{Place::LANE, slot_lane_bit[slot]} : Place{Place::SLOT, slot};
    }

    void set_controls(Instruction& instruction, const JaynesOp& op) {
        uint32_t vectors = slot_count <= kMaxSlots ? (1u << (1 << slot_count)) - 1 : 0;
        uint32_t lanes = (1u << (1 << shape.lane_bits)) - 1;
        for (uint32_t rest = op.local_control_mask; rest != 0; rest &= rest - 1) {
            int bit = __builtin_ctz(rest);
            bool value = (op.local_control_value >> bit & 1) != 0;
            Place place = place_of(bit);
            if (place.kind == Place::SLOT) {
                vectors &= numbers_with_bit(1 << slot_count, place.bit, value);
            } else if (place.kind == Place::LANE) {
                lanes &= numbers_with_bit(1 << shape.lane_bits, place.bit, value);
            } else {
                instruction.free_mask |= 1u << place.bit;
                instruction.free_value |= value ? 1u << place.bit : 0;
            }
        }
        instruction.vector_set = uint8_t(vectors);
        instruction.lane_set = uint16_t(lanes);
        program.depends_on_tile |= op.outer_control_mask != 0;
    }

    static uint32_t numbers_with_bit(int count, int bit, bool value) {
        uint32_t set = 0;
        for (int i = 0; i < count; i++) {
            set |= (i >> bit & 1) == int(value) ? 1u << i : 0;
        }
        return set;
    }

    bool lanes_are_consecutive(const JaynesOp& op) const {
        bool result = int(op.bit_count) >= shape.lane_bits;
        for (int i = 0; i < shape.lane_bits && result; i++) {
            result = op.bits[i] == i;
        }
        return result;
    }

    // A table whose low bits are the lane bits is read fastest with the lane bits at home.
    void return_long_tables(const JaynesOp& op) {
        if (lanes_are_consecutive(op)) {
            for (int s = 0; s < slot_count; s++) {
                give_back(s);
            }
        }
    }

    // Distributes the table bits over vectors, lanes and free bits; returns the DiagonalForm.
    int place_table(Instruction& instruction, const JaynesOp& op) {
        bool lanes_matter = false;
        for (uint32_t i = 0; i < op.bit_count; i++) {
            if (op.bits[i] >= JAYNES_OUTER_BIT) {
                program.depends_on_tile = true;
                continue;
            }
            Place place = place_of(op.bits[i]);
            if (place.kind == Place::SLOT) {
                for (int j = 0; j < 1 << slot_count; j++) {
                    instruction.vector_index[j] = uint16_t(instruction.vector_index[j] | (j >> place.bit & 1) << i);
                }
            } else if (place.kind == Place::LANE) {
                lanes_matter = true;
                for (int lane = 0; lane < 1 << shape.lane_bits; lane++) {
                    instruction.lane_index[lane] =
                        uint16_t(instruction.lane_index[lane] | (lane >> place.bit & 1) << i);
                }
            } else {
                instruction.free_bit[instruction.free_count] = uint8_t(place.bit);
                instruction.free_table_bit[instruction.free_count++] = uint8_t(i);
            }
        }
        if (!lanes_matter) {
            return kFormUniform;
        }
        if (lanes_are_consecutive(op)) {
            return kFormConsecutive;
        }
        uint32_t vectors = 1u << (instruction.free_count + slot_count);
        if (instruction.free_count > kMaxExpandedFreeBits || program.expanded_count + vectors > kExpandedCapacity) {
            return kFormGathered;
        }
        instruction.expanded_first = program.expanded_count;
        program.expanded_count += vectors;
        return kFormExpanded;
    }

    // -- probes --------------------------------------------------------------------------------------------------

    // Distributes the bits that a probe of Z takes the parity of; returns the code.
    int place_probe(Instruction& instruction, const JaynesOp& op, const int* slots) {
        instruction.probe = program.probe_count++;
        if (op.kind != JAYNES_OP_PROBE_Z) {
            return (op.kind == JAYNES_OP_PROBE_X ? kProbeX : kProbeY) + slots[0] * kMaxSlots + slots[1];
        }
        for (uint32_t i = 1; i < op.bit_count; i++) {
            if (op.bits[i] >= JAYNES_OUTER_BIT) {
                program.depends_on_tile = true;
                continue;
            }
            Place place = place_of(op.bits[i]);
            if (place.kind == Place::SLOT) {
                instruction.odd_vectors ^= uint8_t(numbers_with_bit(1 << slot_count, place.bit, true));
            } else if (place.kind == Place::LANE) {
                instruction.odd_lanes ^= uint16_t(numbers_with_bit(1 << shape.lane_bits, place.bit, true));
            } else {
                instruction.odd_free |= 1u << place.bit;
            }
        }
        return kProbeZ + slots[0];
    }

    // -- stages --------------------------------------------------------------------------------------------------

    void group_rounds() {
        uint32_t round = 0;
        while (round < program.round_count) {
            Stage& stage = program.stages[program.stage_count++];
            stage.first = round;
            uint32_t block = slots_of(program.rounds[round++]);
            while (round < program.round_count &&
                   __builtin_popcount(block | slots_of(program.rounds[round])) <= shape.block_bits) {
                block |= slots_of(program.rounds[round++]);
            }
            stage.last = round;
            for (int bit = shape.lane_bits; bit < shape.position_bits && __builtin_popcount(block) < shape.block_bits;
                 bit++) {
                block |= 1u << bit;
            }
            stage.block_mask = block;
        }
    }

    static uint32_t slots_of(const Round& round) {
        uint32_t mask = 0;
        for (int s = 0; s < round.slot_count; s++) {
            mask |= 1u << round.slot_bit[s];
        }
        return mask;
    }
};

}  // namespace

uint32_t compile_ops(const JaynesPassArguments& arguments, const Shape& shape, uint32_t first, Program& program) {
    return Compiler(arguments, shape, program).run(first);
}

}  // namespace jaynes
