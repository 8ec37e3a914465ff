// How fast passes are: jaynes_cpu_bench [INDEX_BITS [TILE_BITS [THREADS [INSTRUCTION_SET [PRECISION [LOW_BITS
// [short]]]]]]]
//
// Whole passes first. Then, for every op kind and target position, nanoseconds per amplitude and op, as the slope
// between passes of 4 and of 16 such ops, so without the pass's memory traffic.
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <functional>
#include <thread>
#include <vector>

#include "jaynes_cpu.h"

namespace {

struct Setting {
    uint32_t index_bits = 24;
    uint32_t tile_bits = 14;
    uint32_t threads = 1;
    uint32_t low_bits = 6;
    int32_t instruction_set = jaynes_cpu_best_instruction_set();
    int32_t precision = JAYNES_COMPLEX64;
};

void* aligned(uint64_t bytes) {
    void* p = nullptr;
    if (posix_memalign(&p, 2 << 20, bytes) != 0) {
        std::fprintf(stderr, "no memory\n");
        std::exit(1);
    }
    jaynes_cpu_advise_huge_pages(p, bytes);
    return p;
}

class Bench {
    Setting setting;
    void* states;
    void* coefficients;
    std::vector<void*> scratch;
    uint64_t real_bytes;

 public:
    explicit Bench(const Setting& setting) : setting(setting), real_bytes(setting.precision == 0 ? 4 : 8) {
        states = aligned(2 * real_bytes << setting.index_bits);
        JaynesInitializeArguments initialize = {};
        initialize.states = reinterpret_cast<uint64_t>(states);
        initialize.row_count = 1;
        initialize.index_bits = setting.index_bits;
        jaynes_cpu_initialize(setting.instruction_set, setting.precision, &initialize, 0,
                              uint64_t(1) << setting.index_bits);
        constexpr uint64_t count = 1 << 18;
        coefficients = aligned(count * real_bytes);
        for (uint64_t i = 0; i < count; i++) {
            // Rotations keep the amplitudes in range over thousands of passes.
            double value = i % 4 == 0 || i % 4 == 3 ? 0.6 : 0.8;
            if (real_bytes == 4) {
                static_cast<float*>(coefficients)[i] = float(value);
            } else {
                static_cast<double*>(coefficients)[i] = value;
            }
        }
        for (uint32_t t = 0; t < setting.threads; t++) {
            scratch.push_back(aligned(jaynes_cpu_pass_scratch_bytes(setting.precision, setting.tile_bits)));
        }
    }

    // Seconds of one pass with these ops: the best of several runs.
    double seconds(const std::vector<JaynesOp>& ops) {
        JaynesPassArguments a = {};
        a.states = reinterpret_cast<uint64_t>(states);
        a.coefficients = reinterpret_cast<uint64_t>(coefficients);
        a.ops = reinterpret_cast<uint64_t>(ops.data());
        a.op_count = uint32_t(ops.size());
        a.row_count = 1;
        a.index_bits = setting.index_bits;
        a.tile_bits = setting.tile_bits;
        // A typical tile: the lowest bits and the highest ones.
        a.low_bits = std::min(setting.tile_bits, setting.low_bits);
        for (uint32_t b = 0; b < setting.tile_bits; b++) {
            a.tile_qubits[b] = uint8_t(b < a.low_bits ? b : setting.index_bits - setting.tile_bits + b);
        }
        double best = 1e9;
        for (int repeat = 0; repeat < 25; repeat++) {
            best = std::min(best, run(a));
        }
        return best;
    }

    // ns per amplitude and op.
    double slope(const JaynesOp& op) {
        double few = seconds(std::vector<JaynesOp>(4, op)), many = seconds(std::vector<JaynesOp>(16, op));
        return (many - few) / 12 * 1e9 / amplitudes();
    }

    double amplitudes() const { return double(uint64_t(1) << setting.index_bits); }
    double bytes() const { return 4.0 * double(real_bytes) * amplitudes(); }

 private:
    // Seconds of processor time of the thread that took longest: other programs on the machine count less than in time
    // by the clock on the wall.
    double run(const JaynesPassArguments& a) {
        uint64_t items = uint64_t(1) << (a.index_bits - a.tile_bits);
        uint64_t share = items / setting.threads;
        std::vector<double> times(setting.threads);
        auto part = [&](uint32_t t) {
            double start = thread_seconds();
            uint64_t first = t * share;
            uint64_t count = t + 1 == setting.threads ? items - first : share;
            if (jaynes_cpu_pass(setting.instruction_set, setting.precision, &a, first, count, scratch[t]) != 0) {
                std::fprintf(stderr, "refused\n");
                std::exit(1);
            }
            times[t] = thread_seconds() - start;
        };
        std::vector<std::thread> others;
        for (uint32_t t = 1; t < setting.threads; t++) {
            others.emplace_back(part, t);
        }
        part(0);
        for (std::thread& thread : others) {
            thread.join();
        }
        return *std::max_element(times.begin(), times.end());
    }

    static double thread_seconds() {
        timespec time;
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
        return double(time.tv_sec) + 1e-9 * double(time.tv_nsec);
    }
};

JaynesOp op_on(uint32_t kind, std::vector<uint32_t> bits) {
    JaynesOp op = {};
    op.kind = kind;
    op.bit_count = uint32_t(bits.size());
    for (size_t i = 0; i < bits.size(); i++) {
        op.bits[i] = uint8_t(bits[i]);
    }
    return op;
}

void by_position(Bench& bench, const Setting& setting) {
    struct Row {
        const char* name;
        std::function<JaynesOp(uint32_t)> op;
    };
    uint32_t top = setting.tile_bits;
    auto controlled = [top](JaynesOp op, uint32_t bit) {
        op.local_control_mask = op.local_control_value = 1u << (bit + 1) % top;
        return op;
    };
    const Row rows[] = {
        {"matrix", [](uint32_t b) { return op_on(JAYNES_OP_MATRIX, {b}); }},
        {"real", [](uint32_t b) { return op_on(JAYNES_OP_REAL, {b}); }},
        {"cross", [](uint32_t b) { return op_on(JAYNES_OP_CROSS, {b}); }},
        {"flip", [](uint32_t b) { return op_on(JAYNES_OP_FLIP, {b}); }},
        {"cx, control above", [&](uint32_t b) { return controlled(op_on(JAYNES_OP_FLIP, {b}), b); }},
        {"sum-difference", [](uint32_t b) { return op_on(JAYNES_OP_SUM_DIFFERENCE, {b}); }},
        {"diagonal k=1", [](uint32_t b) { return op_on(JAYNES_OP_DIAGONAL, {b}); }},
        {"diagonal k=2, next", [top](uint32_t b) { return op_on(JAYNES_OP_DIAGONAL, {b, (b + 1) % top}); }},
        {"cz, control above",
         [&](uint32_t b) {
             JaynesOp op = controlled(op_on(JAYNES_OP_DIAGONAL, {}), b);
             op.local_control_mask |= 1u << b;
             op.local_control_value |= 1u << b;
             return op;
         }},
        {"matrix k=2, next", [top](uint32_t b) { return op_on(JAYNES_OP_MATRIX, {b, (b + 1) % top}); }},
        {"matrix k=4, from",
         [top](uint32_t b) { return op_on(JAYNES_OP_MATRIX, {b, (b + 1) % top, (b + 2) % top, (b + 3) % top}); }},
    };
    std::printf("%-20s", "ns/amplitude, bit");
    for (uint32_t b = 0; b < top; b++) {
        std::printf("%7u", b);
    }
    std::printf("\n");
    for (const Row& row : rows) {
        std::printf("%-20s", row.name);
        for (uint32_t b = 0; b < top; b++) {
            std::printf("%7.3f", bench.slope(row.op(b)));
            std::fflush(stdout);
        }
        std::printf("\n");
    }
    std::vector<uint32_t> all;
    for (uint32_t b = 0; b < std::min(top, 16u); b++) {
        all.push_back(b);
    }
    std::printf("diagonal on the lowest bits, ns/amplitude:");
    for (uint32_t k = 0; k <= all.size(); k += 2) {
        JaynesOp low = op_on(JAYNES_OP_DIAGONAL, {all.begin(), all.begin() + k});
        std::printf("  k=%u %.3f", k, bench.slope(low));
    }
    std::printf("\n... in descending order:");
    for (uint32_t k = 2; k <= all.size(); k += 2) {
        JaynesOp low = op_on(JAYNES_OP_DIAGONAL, {all.rend() - k, all.rend()});
        std::printf("  k=%u %.3f", k, bench.slope(low));
    }
    std::printf("\n");
}

void whole_passes(Bench& bench, const Setting& setting, double empty) {
    uint32_t top = setting.tile_bits;
    for (uint32_t layers = 1; layers <= 2; layers++) {
        std::vector<JaynesOp> ops;
        const uint32_t kinds[] = {JAYNES_OP_REAL, JAYNES_OP_CROSS, JAYNES_OP_REAL, JAYNES_OP_SUM_DIFFERENCE};
        for (uint32_t i = 0; i < top * layers; i++) {
            uint32_t b = i % top;
            ops.push_back(op_on(kinds[i % 4], {b}));
            if (i % 3 == 2) {
                ops.push_back(op_on(JAYNES_OP_DIAGONAL, {(b + top - 1) % top}));
                JaynesOp cz = op_on(JAYNES_OP_DIAGONAL, {});
                cz.local_control_mask = cz.local_control_value = 1u << b | 1u << (b + top - 1) % top;
                ops.push_back(cz);
            }
        }
        double time = bench.seconds(ops);
        std::printf("pass of %zu mixed ops: %.2f ms, %.3f ms per op beyond the empty pass\n", ops.size(), time * 1e3,
                    (time - empty) * 1e3 / double(ops.size()));
        for (JaynesOp& op : ops) {
            if (op.kind != JAYNES_OP_DIAGONAL) {
                op.kind = JAYNES_OP_MATRIX;
            }
        }
        time = bench.seconds(ops);
        std::printf("... with dense 2x2 instead of sparse ones: %.2f ms, %.3f ms per op\n", time * 1e3,
                    (time - empty) * 1e3 / double(ops.size()));
    }
}

}  // namespace

int main(int argc, char** argv) {
    Setting setting;
    auto argument = [&](int i, uint32_t otherwise) {
        return argc > i ? uint32_t(std::strtoul(argv[i], nullptr, 10)) : otherwise;
    };
    setting.index_bits = argument(1, setting.index_bits);
    setting.tile_bits = argument(2, setting.tile_bits);
    setting.threads = argument(3, setting.threads);
    setting.instruction_set = int32_t(argument(4, uint32_t(setting.instruction_set)));
    setting.precision = int32_t(argument(5, uint32_t(setting.precision)));
    setting.low_bits = argument(6, setting.low_bits);
    Bench bench(setting);
    double empty = bench.seconds({});
    std::printf("%u index bits, tile of %u, %u threads, instruction set %d, %s\n", setting.index_bits,
                setting.tile_bits, setting.threads, setting.instruction_set,
                setting.precision == 0 ? "single" : "double");
    std::printf("empty pass %.2f ms, %.1f GB/s read and written\n", empty * 1e3, bench.bytes() / empty * 1e-9);
    whole_passes(bench, setting, empty);
    if (argc <= 7) {
        by_position(bench, setting);
    }
    return 0;
}
