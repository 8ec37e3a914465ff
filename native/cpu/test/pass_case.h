// A random pass: every op kind, any target, controls and table bits inside and outside the tile. With probes, few other
// ops, so that no sum overflows.
#ifndef JAYNES_TEST_PASS_CASE_H
#define JAYNES_TEST_PASS_CASE_H

#include <algorithm>
#include <vector>

#include "check.h"
#include "random.h"

template <class Real>
struct PassCase {
    JaynesPassArguments arguments = {};
    std::vector<JaynesOp> ops;
    std::vector<uint32_t> outer_bits;
    bool probing;
    uint64_t rows;
    uint32_t coefficient_count = 0;
    uint32_t probe_count = 0;
    Array<Real> states, coefficients;

    explicit PassCase(Random& random, bool probing = false)
        : probing(probing), rows(1 + random.below(3)), states(0), coefficients(0) {
        choose_tile(random);
        uint64_t op_count = random.chance(0.01) ? 500 + random.below(2000) : random.below(25);
        if (arguments.index_bits > 12) {
            rows = 1;
            op_count = std::min<uint64_t>(op_count, 12);
        }
        for (uint64_t i = 0; i < op_count && !probing; i++) {
            ops.push_back(random_op(random));
        }
        uint64_t probes = random.chance(0.02) ? 600 : 1 + random.below(12);
        for (uint64_t i = 0, others = random.below(5); probing && i < probes + others; i++) {
            ops.push_back(i * others / (probes + others) == (i + 1) * others / (probes + others) ? random_probe(random)
                                                                                                 : random_op(random));
        }
        if (arguments.index_bits <= 8 && random.chance(0.3)) {
            rows += 1 + random.below(40);  // enough to fill the lanes of a vector
        }
        states = random_reals(random, rows * 2 << arguments.index_bits);
        for (size_t i = 0; i < states.size() && probing; i++) {
            // Terms of some size; beyond 2^51, where rounding takes two steps, if no other op can make them larger
            // still.
            states[i] *= Real(ops.size() == probe_count ? 1 << 25 : 4);
        }
        uint64_t stride = random.chance(0.5) ? 0 : coefficient_count + 16 * random.below(3);
        coefficients = random_reals(random, coefficient_count + (rows - 1) * stride);
        if (random.chance(0.3)) {
            uint64_t all = (uint64_t(1) << arguments.index_bits) - 1;
            arguments.fixed_mask = random.chance(0.3) ? all : random.next() & all;
            arguments.fixed_value = random.next() & arguments.fixed_mask;
        }
        arguments.states = states.address();
        arguments.coefficients = coefficients.address();
        arguments.ops = reinterpret_cast<uint64_t>(ops.data());
        arguments.coefficient_stride = stride;
        arguments.op_count = uint32_t(ops.size());
        arguments.row_count = rows;
        arguments.probe_count = probe_count;
    }

    uint64_t items() const { return rows << (arguments.index_bits - arguments.tile_bits); }

    std::string describe() const {
        std::string text =
            "index bits " + std::to_string(arguments.index_bits) + ", rows " + std::to_string(rows) + ", slice " +
            std::to_string(arguments.slice) + " of 2^" + std::to_string(arguments.slice_bits) + ", stride " +
            std::to_string(arguments.coefficient_stride) + ", fixed " + std::to_string(arguments.fixed_mask) + "=" +
            std::to_string(arguments.fixed_value) + ", tile";
        for (uint32_t b = 0; b < arguments.tile_bits; b++) {
            text += " " + std::to_string(arguments.tile_qubits[b]);
        }
        for (size_t i = 0; i < ops.size() && i < 30; i++) {
            const JaynesOp& op = ops[i];
            text += "\n  op kind " + std::to_string(op.kind) + " bits";
            for (uint32_t j = 0; j < op.bit_count; j++) {
                text += " " + std::to_string(op.bits[j]);
            }
            text += " local " + std::to_string(op.local_control_mask) + "=" + std::to_string(op.local_control_value) +
                    " outer " + std::to_string(op.outer_control_mask) + "=" + std::to_string(op.outer_control_value);
        }
        return text;
    }

 private:
    static Array<Real> random_reals(Random& random, uint64_t count) {
        Array<Real> result(count);
        for (uint64_t i = 0; i < count; i++) {
            result[i] = Real(random.real());
        }
        return result;
    }

    void choose_tile(Random& random) {
        uint32_t n = uint32_t(random.chance(0.02) && !probing ? 13 + random.below(6) : random.below(13));
        n = probing && n == 0 ? 1 : n;
        std::vector<uint32_t> bits;
        for (uint32_t b = 0; b < n; b++) {
            bits.push_back(b);
        }
        uint32_t low = random.chance(0.7) ? uint32_t(random.below(n + 1)) : 0;
        for (uint32_t i = n; i > low + 1; i--) {
            std::swap(bits[i - 1], bits[low + random.below(i - low)]);
        }
        uint32_t tile = low + uint32_t(random.below(std::min(n, 16u) + 1 - std::min(low, 16u)));
        tile = std::min(tile, 16u);
        tile = probing && tile == 0 ? 1 : tile;
        std::sort(bits.begin(), bits.begin() + tile);
        outer_bits.assign(bits.begin() + tile, bits.end());
        arguments.slice_bits = random.chance(0.3) ? uint32_t(random.below(4)) : 0;
        arguments.slice = random.below(uint64_t(1) << arguments.slice_bits);
        for (uint32_t i = 0; i < arguments.slice_bits; i++) {
            outer_bits.push_back(n + i);
        }
        arguments.index_bits = n;
        arguments.tile_bits = tile;
        for (uint32_t b = 0; b < tile; b++) {
            arguments.tile_qubits[b] = uint8_t(bits[b]);
        }
        while (arguments.low_bits < tile && bits[arguments.low_bits] == arguments.low_bits) {
            arguments.low_bits++;
        }
        arguments.low_bits = uint32_t(random.below(arguments.low_bits + 1));
    }

    JaynesOp random_op(Random& random) {
        uint32_t tile = arguments.tile_bits;
        JaynesOp op = {};
        op.kind = uint32_t(tile == 0 ? uint64_t(JAYNES_OP_DIAGONAL) : random.below(JAYNES_OP_PROBE_X));
        std::vector<uint8_t> bits = candidate_bits(op.kind == JAYNES_OP_DIAGONAL);
        for (size_t i = bits.size(); i > 1; i--) {
            std::swap(bits[i - 1], bits[random.below(i)]);
        }
        uint32_t most = std::min<uint32_t>(uint32_t(bits.size()), op.kind == JAYNES_OP_DIAGONAL ? 12 : 6);
        if (op.kind == JAYNES_OP_DIAGONAL) {
            op.bit_count = uint32_t(random.below(random.chance(0.3) ? most + 1 : std::min(most, 2u) + 1));
            if (random.chance(0.3)) {
                std::sort(bits.begin(), bits.end());
            }
        } else if (op.kind == JAYNES_OP_MATRIX && !probing) {
            op.bit_count = 1 + uint32_t(random.below(random.chance(0.3) ? most : std::min(most, 2u)));
        } else {
            op.bit_count = 1;
        }
        std::copy_n(bits.begin(), op.bit_count, op.bits);
        add_controls(random, op);
        add_coefficients(random, op);
        return op;
    }

    JaynesOp random_probe(Random& random) {
        JaynesOp op = {};
        op.kind = uint32_t(arguments.tile_bits < 2 ? JAYNES_OP_PROBE_Z : JAYNES_OP_PROBE_X + random.below(3));
        std::vector<uint8_t> bits = candidate_bits(op.kind == JAYNES_OP_PROBE_Z);
        for (size_t i = bits.size(); i > 1; i--) {
            std::swap(bits[i - 1], bits[random.below(i)]);
        }
        std::iter_swap(bits.begin(),
                       std::find_if(bits.begin(), bits.end(), [](uint8_t b) { return b < JAYNES_OUTER_BIT; }));
        op.bit_count =
            op.kind == JAYNES_OP_PROBE_Z ? 1 + uint32_t(random.below(std::min<uint64_t>(bits.size(), 8))) : 2;
        std::copy_n(bits.begin(), op.bit_count, op.bits);
        add_controls(random, op);
        op.coefficient_offset = probe_count++;
        return op;
    }

    std::vector<uint8_t> candidate_bits(bool outer_too) const {
        std::vector<uint8_t> bits;
        for (uint32_t b = 0; b < arguments.tile_bits; b++) {
            bits.push_back(uint8_t(b));
        }
        if (outer_too) {
            for (uint32_t b : outer_bits) {
                bits.push_back(uint8_t(JAYNES_OUTER_BIT + b));
            }
        }
        return bits;
    }

    void add_controls(Random& random, JaynesOp& op) {
        uint32_t targets = 0;
        for (uint32_t i = 0; i < op.bit_count && op.kind != JAYNES_OP_DIAGONAL; i++) {
            targets |= op.bits[i] < JAYNES_OUTER_BIT ? 1u << op.bits[i] : 0;
        }
        double density = random.chance(0.5) ? 0 : 0.2;
        for (uint32_t b = 0; b < arguments.tile_bits; b++) {
            if ((targets >> b & 1) == 0 && random.chance(density)) {
                op.local_control_mask |= 1u << b;
                op.local_control_value |= uint32_t(random.below(2)) << b;
            }
        }
        for (uint32_t b : outer_bits) {
            if (random.chance(density / 2)) {
                op.outer_control_mask |= uint64_t(1) << b;
                op.outer_control_value |= random.below(2) << b;
            }
        }
    }

    void add_coefficients(Random& random, JaynesOp& op) {
        uint32_t reals = 4;
        if (op.kind == JAYNES_OP_MATRIX) {
            reals = 2u << (2 * op.bit_count);
        } else if (op.kind == JAYNES_OP_DIAGONAL) {
            reals = 2u << op.bit_count;
        } else if (op.kind == JAYNES_OP_FLIP || op.kind == JAYNES_OP_SUM_DIFFERENCE) {
            reals = 0;
        }
        // Sharing coefficients between ops keeps long programs small.
        bool share = coefficient_count > reals && coefficient_count > 20000;
        op.coefficient_offset =
            share ? uint32_t(random.below((coefficient_count - reals) / 16 + 1)) * 16 : coefficient_count;
        coefficient_count += share ? 0 : (reals + 15) / 16 * 16;
    }
};

#endif
