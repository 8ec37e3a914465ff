#include "validate.h"

#include "bits.h"
#include "pass/program.h"

namespace jaynes {
namespace {

constexpr uint64_t kStateAlignment = 64;
constexpr uint32_t kCoefficientAlignment = 16;  // in reals

bool aligned(uint64_t address, uint64_t alignment) { return address != 0 && address % alignment == 0; }

bool valid_precision(int32_t precision) { return precision == JAYNES_COMPLEX64 || precision == JAYNES_COMPLEX128; }

uint64_t real_bytes(int32_t precision) { return precision == JAYNES_COMPLEX64 ? sizeof(float) : sizeof(double); }

// Whether items [first, first + count) lie among `total`.
bool within(uint64_t first, uint64_t count, uint64_t total) { return first <= total && count <= total - first; }

// rows * 2^bits, or 0 when it is no number of things that memory could hold.
uint64_t times_power(uint64_t rows, uint32_t bits) {
    return bits >= 60 || rows > (uint64_t(1) << 60) >> bits ? 0 : rows << bits;
}

bool valid_rows(uint64_t rows, uint32_t index_bits) {
    return rows > 0 && index_bits <= JAYNES_MAX_INDEX_BITS && times_power(rows, index_bits) != 0;
}

bool all_zero(const uint8_t* bytes, uint32_t count) {
    uint8_t any = 0;
    for (uint32_t i = 0; i < count; i++) {
        any = uint8_t(any | bytes[i]);
    }
    return any == 0;
}

// Ascending bits below `limit`, and 0 after the first `count`.
bool valid_ascending(const uint8_t* bits, uint32_t count, uint32_t capacity, uint32_t limit) {
    for (uint32_t i = 0; i < count; i++) {
        if (bits[i] >= limit || (i > 0 && bits[i] <= bits[i - 1])) {
            return false;
        }
    }
    return all_zero(bits + count, capacity - count);
}

bool valid_bit_count(const JaynesOp& op) {
    switch (op.kind) {
        case JAYNES_OP_MATRIX:
            return op.bit_count >= 1 && op.bit_count <= JAYNES_MAX_MATRIX_BITS;
        case JAYNES_OP_DIAGONAL:
            return op.bit_count <= JAYNES_MAX_TABLE_BITS;
        case JAYNES_OP_PROBE_X:
        case JAYNES_OP_PROBE_Y:
            return op.bit_count == 2;
        case JAYNES_OP_PROBE_Z:
            return op.bit_count >= 1 && op.bit_count <= JAYNES_MAX_TABLE_BITS;
        default:
            return op.kind < JAYNES_OP_KIND_COUNT && op.bit_count == 1;
    }
}

// Whether a bit of an op may lie outside the tile.
bool may_be_outer(const JaynesOp& op, uint32_t i) {
    return op.kind == JAYNES_OP_DIAGONAL || (op.kind == JAYNES_OP_PROBE_Z && i > 0);
}

bool valid_offset(const JaynesOp& op, uint32_t probe_count) {
    return is_probe(op) ? op.coefficient_offset < probe_count : op.coefficient_offset % kCoefficientAlignment == 0;
}

bool valid_op(const JaynesOp& op, uint32_t tile_bits, uint64_t outer_mask, uint32_t probe_count) {
    if (!valid_bit_count(op) || !valid_offset(op, probe_count) || !all_zero(op.reserved, sizeof(op.reserved)) ||
        !all_zero(op.bits + op.bit_count, JAYNES_MAX_TABLE_BITS - op.bit_count)) {
        return false;
    }
    uint64_t tile = 0, outer = 0;
    for (uint32_t i = 0; i < op.bit_count; i++) {
        bool is_outer = op.bits[i] >= JAYNES_OUTER_BIT;
        uint32_t bit = is_outer ? uint32_t(op.bits[i] - JAYNES_OUTER_BIT) : op.bits[i];
        uint64_t& taken = is_outer ? outer : tile;
        uint64_t allowed = !is_outer ? low_mask(tile_bits) : may_be_outer(op, i) ? outer_mask : 0;
        if (bit >= 64 || (allowed >> bit & 1) == 0 || (taken >> bit & 1) != 0) {
            return false;
        }
        taken |= uint64_t(1) << bit;
    }
    bool control_is_target = op.kind != JAYNES_OP_DIAGONAL && (op.local_control_mask & tile) != 0;
    return !control_is_target && (op.local_control_mask & ~low_mask(tile_bits)) == 0 &&
           (op.local_control_value & ~op.local_control_mask) == 0 && (op.outer_control_mask & ~outer_mask) == 0 &&
           (op.outer_control_value & ~op.outer_control_mask) == 0;
}

bool needs_coefficients(const JaynesOp& op) {
    return op.kind != JAYNES_OP_FLIP && op.kind != JAYNES_OP_SUM_DIFFERENCE && !is_probe(op);
}

bool valid_ops(const JaynesPassArguments& a) {
    uint64_t outer_mask = low_mask(a.index_bits + a.slice_bits);
    for (uint32_t b = 0; b < a.tile_bits; b++) {
        outer_mask &= ~(uint64_t(1) << a.tile_qubits[b]);
    }
    bool coefficients = false;
    const JaynesOp* ops = reinterpret_cast<const JaynesOp*>(a.ops);
    for (uint32_t i = 0; i < a.op_count; i++) {
        if (!valid_op(ops[i], a.tile_bits, outer_mask, a.probe_count)) {
            return false;
        }
        coefficients |= needs_coefficients(ops[i]);
    }
    return !coefficients || aligned(a.coefficients, kStateAlignment);
}

}  // namespace

bool valid(int32_t precision, const JaynesPassArguments* a, uint64_t first, uint64_t count) {
    if (a == nullptr || !valid_precision(precision) || a->index_bits > JAYNES_MAX_INDEX_BITS ||
        a->tile_bits > a->index_bits || a->tile_bits > JAYNES_MAX_TILE_BITS || !aligned(a->states, kStateAlignment) ||
        a->low_bits > a->tile_bits || (a->fixed_mask & ~low_mask(a->index_bits)) != 0 ||
        (a->fixed_value & ~a->fixed_mask) != 0 || a->slice_bits > JAYNES_MAX_INDEX_BITS - a->index_bits ||
        (a->slice >> a->slice_bits) != 0 || (a->probe_count != 0 && !aligned(a->probe_sums, sizeof(int64_t))) ||
        !valid_ascending(a->tile_qubits, a->tile_bits, sizeof(a->tile_qubits), a->index_bits)) {
        return false;
    }
    for (uint32_t b = 0; b < a->low_bits; b++) {
        if (a->tile_qubits[b] != b) {
            return false;
        }
    }
    return valid_rows(a->row_count, a->index_bits) &&
           within(first, count, times_power(a->row_count, a->index_bits - a->tile_bits)) &&
           (a->op_count == 0 || (aligned(a->ops, alignof(JaynesOp)) && valid_ops(*a)));
}

bool valid(int32_t precision, const JaynesInitializeArguments* a, uint64_t first, uint64_t count) {
    return a != nullptr && valid_precision(precision) && valid_rows(a->row_count, a->index_bits) &&
           aligned(a->states, kStateAlignment) && (a->basis_index >> a->index_bits) == 0 && a->reserved == 0 &&
           within(first, count, times_power(a->row_count, a->index_bits));
}

bool valid(int32_t precision, const JaynesCollapseArguments* a, uint64_t first, uint64_t count) {
    return a != nullptr && valid_precision(precision) && valid_rows(a->row_count, a->index_bits) &&
           aligned(a->states, kStateAlignment) && a->index_bits > 0 &&
           (a->bit < a->index_bits || a->bit == JAYNES_NO_BIT) && a->value <= 1 && a->reserved == 0 &&
           within(first, count, times_power(a->row_count, a->index_bits));
}

bool valid(int32_t precision, const JaynesProbabilityArguments* a, uint64_t first, uint64_t count) {
    return a != nullptr && valid_precision(precision) && aligned(a->states, real_bytes(precision)) &&
           aligned(a->probabilities, sizeof(double)) && a->first <= low_mask(JAYNES_MAX_INDEX_BITS) &&
           a->count <= low_mask(JAYNES_MAX_INDEX_BITS) + 1 - a->first && within(first, count, a->count);
}

bool valid(int32_t precision, const JaynesMarginalArguments* a, uint64_t first, uint64_t count) {
    if (a == nullptr || !valid_precision(precision) || !valid_rows(a->row_count, a->index_bits) ||
        a->bit_count > a->index_bits || !aligned(a->states, kStateAlignment) || !aligned(a->sums, sizeof(double)) ||
        !valid_ascending(a->bits, a->bit_count, sizeof(a->bits), a->index_bits)) {
        return false;
    }
    uint32_t rest = a->index_bits - a->bit_count;
    uint32_t chunk_count_bits = rest > JAYNES_CHUNK_BITS ? rest - JAYNES_CHUNK_BITS : 0;
    return within(first, count, times_power(a->row_count, a->bit_count + chunk_count_bits));
}

bool valid(int32_t precision, const JaynesPauliArguments* a, uint64_t first, uint64_t count) {
    if (a == nullptr || !valid_precision(precision) || !valid_rows(a->row_count, a->index_bits) || a->reserved != 0 ||
        (a->x_mask >> a->index_bits) != 0 || !aligned(a->states, kStateAlignment) ||
        !aligned(a->sums, sizeof(double))) {
        return false;
    }
    bool terms = a->real_term_count != 0 || a->imaginary_term_count != 0;
    uint32_t chunk_count_bits = a->index_bits > JAYNES_CHUNK_BITS ? a->index_bits - JAYNES_CHUNK_BITS : 0;
    return (!terms || aligned(a->terms, alignof(JaynesPauliTerm))) &&
           within(first, count, times_power(a->row_count, chunk_count_bits));
}

bool valid(int32_t precision, const JaynesSampleArguments* a, uint64_t first, uint64_t count) {
    return a != nullptr && valid_precision(precision) && a->index_bits <= JAYNES_MAX_INDEX_BITS && a->reserved == 0 &&
           aligned(a->states, real_bytes(precision)) && aligned(a->cumulative, sizeof(double)) &&
           aligned(a->outcomes, sizeof(uint64_t)) && within(first, count, a->shot_count);
}

bool valid(const JaynesLdpcGraph* g, const JaynesLdpcState* s) {
    if (g == nullptr || s == nullptr) {
        return false;
    }
    uint32_t largest = uint32_t(1) << 31;
    bool counts = g->row_count < largest && g->column_count < largest && g->edge_count < largest &&
                  g->longest_row <= g->edge_count;
    bool graph = aligned(g->row_start, alignof(uint32_t)) && aligned(g->edge_column, alignof(uint32_t)) &&
                 aligned(g->column_start, alignof(uint32_t)) && aligned(g->column_edges, alignof(JaynesLdpcEdge)) &&
                 aligned(g->priors, alignof(float));
    return counts && graph && s->strengths % kStateAlignment == 0 && aligned(s->posteriors, kStateAlignment) &&
           aligned(s->minima, kStateAlignment) && aligned(s->signs, kStateAlignment) &&
           aligned(s->syndromes, kStateAlignment) && aligned(s->unexplained, kStateAlignment) &&
           aligned(s->decisions, kStateAlignment) && aligned(s->scratch, kStateAlignment) && s->half <= 1 &&
           s->reserved == 0;
}

bool valid(const JaynesLdpcStart* s) {
    return s != nullptr && s->lane < JAYNES_LDPC_LANES && s->shot % alignof(uint64_t) == 0 &&
           s->strengths % alignof(float) == 0;
}

bool valid(const JaynesLdpcGroupedGraph* g, const JaynesLdpcShot* s) {
    if (g == nullptr || s == nullptr) {
        return false;
    }
    uint32_t largest = (uint32_t(1) << 31) / JAYNES_LDPC_LANES;
    bool counts = g->row_group_count < largest && g->column_group_count < largest;
    bool graph = aligned(g->row_slots, alignof(uint32_t)) && aligned(g->slot_columns, alignof(uint32_t)) &&
                 aligned(g->column_slots, alignof(uint32_t)) && aligned(g->slot_messages, alignof(uint32_t)) &&
                 aligned(g->column_rows, alignof(uint32_t)) && aligned(g->rows, alignof(uint32_t)) &&
                 aligned(g->priors, alignof(float));
    return counts && graph && s->half <= 1 && s->strengths % kStateAlignment == 0 &&
           aligned(s->posteriors, kStateAlignment) && aligned(s->messages, kStateAlignment) &&
           aligned(s->syndrome, kStateAlignment) && aligned(s->unexplained, kStateAlignment) &&
           aligned(s->decisions, kStateAlignment) && aligned(s->scratch, kStateAlignment);
}

bool valid_schedule(int32_t schedule, const JaynesLdpcState* s) {
    return schedule == JAYNES_LDPC_FLOODING || (schedule == JAYNES_LDPC_LAYERED && s->strengths == 0);
}

}  // namespace jaynes
