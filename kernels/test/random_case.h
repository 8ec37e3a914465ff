/* Random arguments for the kernels, all from one seed. */
#ifndef JAYNES_TEST_RANDOM_CASE_H
#define JAYNES_TEST_RANDOM_CASE_H

#include <algorithm>
#include <numeric>
#include <random>
#include <vector>

#include "definition.h"

/* Numbers of one case. Distributions of the standard library differ between implementations; these do not. */
class Random {
 public:
    explicit Random(uint64_t seed) : engine_(seed * 0x9E3779B97F4A7C15u + 1) {}

    /* Uniform in low .. high, both included. */
    unsigned between(unsigned low, unsigned high) { return low + unsigned(engine_() % (high - low + 1)); }
    bool chance(unsigned percent) { return between(1, 100) <= percent; }
    uint64_t bits() { return engine_(); }

    /* In [-1, 1), one in sixteen a zero of either sign: signs of zeros must agree too. */
    template <typename Real>
    Real real() {
        if (chance(6)) {
            return chance(50) ? Real(0) : -Real(0);
        }
        return Real(double(engine_() >> 11) * 0x1p-52 - 1);
    }

    /* count distinct numbers below limit, in random order. */
    std::vector<unsigned> distinct(unsigned count, unsigned limit) {
        std::vector<unsigned> numbers(limit);
        std::iota(numbers.begin(), numbers.end(), 0u);
        for (unsigned i = 0; i < count; i++) {
            std::swap(numbers[i], numbers[between(i, limit - 1)]);
        }
        numbers.resize(count);
        return numbers;
    }

 private:
    std::mt19937_64 engine_;
};

/* Storage aligned to 64 bytes, as the arguments demand, of exact size: a sanitizer sees every overrun. */
template <typename T>
class Buffer {
 public:
    explicit Buffer(size_t size) : size_(size), data_(size) {}

    T* data() { return data_.data(); }
    uint64_t address() { return reinterpret_cast<uint64_t>(data_.data()); }
    size_t size() const { return size_; }
    T& operator[](size_t i) { return data_[i]; }

 private:
    template <typename U>
    struct Aligned {
        typedef U value_type;
        Aligned() = default;
        template <typename V>
        Aligned(const Aligned<V>&) {}
        U* allocate(size_t n) { return static_cast<U*>(::operator new(n * sizeof(U), std::align_val_t(64))); }
        void deallocate(U* p, size_t) { ::operator delete(p, std::align_val_t(64)); }
        bool operator==(const Aligned&) const { return true; }
        bool operator!=(const Aligned&) const { return false; }
    };
    size_t size_;
    std::vector<T, Aligned<T>> data_;
};

template <typename T>
Buffer<T> buffer_of(const std::vector<T>& values) {
    Buffer<T> buffer(values.size());
    std::copy(values.begin(), values.end(), buffer.data());
    return buffer;
}

template <typename Real>
Buffer<definition::Complex<Real>> random_states(Random& random, uint64_t row_count, unsigned index_bits) {
    Buffer<definition::Complex<Real>> states(row_count << index_bits);
    for (size_t i = 0; i < states.size(); i++) {
        states[i] = {random.real<Real>(), random.real<Real>()};
    }
    return states;
}

/* A pass, its ops and coefficients. */
template <typename Real>
struct RandomPass {
    JaynesPassArguments arguments = {};
    std::vector<JaynesOp> ops;
    std::vector<Real> coefficients; /* of one row */

    /* A third of the passes are probes for the most part: among many other ops the terms would grow beyond their
     * limits. */
    RandomPass(Random& random, unsigned max_index_bits, unsigned max_ops) {
        arguments.row_count = random.between(1, 3);
        arguments.index_bits = random.between(0, max_index_bits);
        arguments.tile_bits = random.between(0, arguments.index_bits);
        arguments.slice_bits = random.chance(30) ? random.between(0, 3) : 0;
        arguments.slice = random.bits() & ((uint64_t(1) << arguments.slice_bits) - 1);
        choose_tile(random);
        arguments.op_count = random.between(0, random.chance(10) ? max_ops : 12);
        bool probing = arguments.tile_bits > 0 && random.chance(33);
        for (unsigned i = 0; i < arguments.op_count; i++) {
            ops.push_back(probing && i % 8 != 4 ? random_probe(random) : random_op(random));
        }
        for (JaynesOp& op : ops) {
            bool grows = probing && op.kind == JAYNES_OP_MATRIX;
            op.kind = grows ? JAYNES_OP_FLIP : op.kind;
            op.bit_count = grows ? 1 : op.bit_count;
            std::fill(op.bits + op.bit_count, op.bits + sizeof op.bits, uint8_t(0));
        }
    }

 private:
    void choose_tile(Random& random) {
        unsigned low = random.chance(50) ? std::min(arguments.tile_bits, 4u) : 0;
        std::vector<unsigned> qubits = random.distinct(arguments.tile_bits - low, arguments.index_bits - low);
        std::sort(qubits.begin(), qubits.end());
        for (unsigned b = 0; b < arguments.tile_bits; b++) {
            arguments.tile_qubits[b] = uint8_t(b < low ? b : qubits[b - low] + low);
        }
        while (arguments.low_bits < arguments.tile_bits &&
               arguments.tile_qubits[arguments.low_bits] == arguments.low_bits) {
            arguments.low_bits++;
        }
    }

    uint64_t outer_mask() const {
        uint64_t mask = (uint64_t(1) << (arguments.index_bits + arguments.slice_bits)) - 1;
        for (unsigned b = 0; b < arguments.tile_bits; b++) {
            mask &= ~(uint64_t(1) << arguments.tile_qubits[b]);
        }
        return mask;
    }

    JaynesOp random_op(Random& random) {
        JaynesOp op = {};
        op.kind = random.between(0, JAYNES_OP_PROBE_X - 1);
        if (arguments.tile_bits == 0) {
            op.kind = JAYNES_OP_DIAGONAL;
        }
        bool diagonal = op.kind == JAYNES_OP_DIAGONAL;
        std::vector<unsigned> free = random.distinct(arguments.tile_bits, arguments.tile_bits);
        if (diagonal) {
            choose_table_bits(random, op);
        } else {
            op.bit_count = op.kind == JAYNES_OP_MATRIX ? random.between(1, std::min(arguments.tile_bits, 6u)) : 1;
            for (unsigned i = 0; i < op.bit_count; i++) {
                op.bits[i] = uint8_t(free[i]);
            }
            free.erase(free.begin(), free.begin() + op.bit_count);
        }
        choose_controls(random, op, free);
        size_t reals = diagonal                      ? size_t(2) << op.bit_count
                       : op.kind == JAYNES_OP_MATRIX ? size_t(2) << 2 * op.bit_count
                                                     : 4;
        op.coefficient_offset = uint32_t(coefficients.size());
        for (size_t i = 0; i < (reals + 15) / 16 * 16; i++) {
            coefficients.push_back(random.real<Real>());
        }
        return op;
    }

    /* free: tile bits that are no targets. */
    void choose_controls(Random& random, JaynesOp& op, const std::vector<unsigned>& free) {
        unsigned controls = random.chance(40) ? random.between(0, std::min(unsigned(free.size()), 4u)) : 0;
        for (unsigned i = 0; i < controls; i++) {
            op.local_control_mask |= 1u << free[i];
        }
        op.local_control_value = op.local_control_mask & uint32_t(random.bits());
        if (random.chance(30)) {
            op.outer_control_mask = outer_mask() & random.bits() & random.bits();
            op.outer_control_value = op.outer_control_mask & random.bits();
        }
    }

    JaynesOp random_probe(Random& random) {
        JaynesOp op = {};
        op.kind = arguments.tile_bits < 2 ? JAYNES_OP_PROBE_Z : random.between(JAYNES_OP_PROBE_X, JAYNES_OP_PROBE_Z);
        std::vector<unsigned> free = random.distinct(arguments.tile_bits, arguments.tile_bits);
        unsigned targets = 1;
        if (op.kind == JAYNES_OP_PROBE_Z) {
            choose_table_bits(random, op);
            std::copy_backward(op.bits, op.bits + op.bit_count, op.bits + op.bit_count + 1);
            op.bits[0] = uint8_t(free[0]);
            uint8_t* last = std::remove(op.bits + 1, op.bits + op.bit_count + 1, op.bits[0]);
            op.bit_count = unsigned(last - op.bits);
        } else {
            op.bit_count = targets = 2;
            op.bits[0] = uint8_t(free[0]);
            op.bits[1] = uint8_t(free[1]);
        }
        std::fill(op.bits + op.bit_count, op.bits + sizeof op.bits, uint8_t(0));
        free.erase(free.begin(), free.begin() + targets);
        choose_controls(random, op, free);
        op.coefficient_offset = arguments.probe_count++;
        return op;
    }

    void choose_table_bits(Random& random, JaynesOp& op) {
        std::vector<unsigned> names;
        for (unsigned b = 0; b < arguments.tile_bits; b++) {
            names.push_back(b);
        }
        for (unsigned p = 0; p < arguments.index_bits + arguments.slice_bits; p++) {
            if (outer_mask() >> p & 1) {
                names.push_back(JAYNES_OUTER_BIT + p);
            }
        }
        unsigned most = std::min(unsigned(names.size()), 10u);
        op.bit_count = random.between(0, random.chance(20) ? most : std::min(most, 3u));
        std::vector<unsigned> chosen = random.distinct(op.bit_count, unsigned(names.size()));
        for (unsigned i = 0; i < op.bit_count; i++) {
            op.bits[i] = uint8_t(names[chosen[i]]);
        }
    }
};

#endif
