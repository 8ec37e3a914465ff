/*
 * Pauli frames (JaynesFrameArguments). A warp has a block of shots: gates and measurements are each lane's own
 * business, with its words of the rows; noise flips bits in the words of any lane, by atomics between two meetings of
 * the warp.
 */
#ifndef JAYNES_DECODER_FRAMES_CUH
#define JAYNES_DECODER_FRAMES_CUH

#include "draws.cuh"

namespace jaynes {

constexpr uint32_t kOperatorX = 1;
constexpr uint32_t kOperatorZ = 2;
constexpr uint32_t kOperatorBits = 3;
constexpr uint32_t kIsResult = 4; /* of a target of an observable */

/* Rows of 32 words, from the first word on. */
struct FrameRows {
    uint32_t* words;

    __device__ __forceinline__ FrameRows after(uint64_t rows) const { return {words + rows * JAYNES_WARP}; }

    /* The lane's word of a row. */
    __device__ __forceinline__ uint32_t& own(uint64_t row) const {
        return words[row * JAYNES_WARP + threadIdx.x % JAYNES_WARP];
    }

    /* Flips the bit of a trial's shot. */
    __device__ __forceinline__ void flip(uint64_t row, uint64_t trial) const {
        uint64_t shot = trial % JAYNES_SAMPLING_BLOCK_SHOTS;
        atomicXor(&words[row * JAYNES_WARP + shot / 32], 1u << (shot % 32));
    }
};

/* All bits where the condition holds. */
static __device__ __forceinline__ uint32_t where(uint32_t condition) { return 0u - (condition & 1); }

/* A warp's state, and where it is in the program. */
struct FrameMachine {
    const JaynesFrameArguments& a;
    FrameRows x;
    FrameRows z;
    FrameRows results;
    FrameRows detectors;
    FrameRows observables;
    FrameRows chain;
    FrameRows hits;
    FrameRows rounds;
    EventDraws draws;
    const uint32_t* at; /* the next word of the program */
    uint32_t next_result = 0;
    uint32_t detected = 0;

    __device__ __forceinline__ FrameMachine(const JaynesFrameArguments& arguments, uint32_t* state, uint64_t block)
        : a(arguments),
          x{state},
          z(x.after(a.qubit_count)),
          results(z.after(a.qubit_count)),
          detectors(results.after(a.history_length)),
          observables(detectors.after(a.detector_count)),
          chain(observables.after(a.observable_count)),
          hits(chain.after(1)),
          rounds(hits.after(1)),
          draws{a.seed, 0, block},
          at(pointer<const uint32_t>(a.program)) {}

    __device__ __forceinline__ uint32_t take() { return *at++; }

    __device__ __forceinline__ double number(uint32_t index) const { return pointer<const double>(a.numbers)[index]; }

    /* The lane's word of a row of random bits of this event. */
    __device__ __forceinline__ uint32_t random(uint64_t row) const {
        uint32_t lane = threadIdx.x % JAYNES_WARP;
        Philox4 draw = draws.draw((uint32_t)(row * (JAYNES_WARP / 4) + lane / 4));
        uint32_t even = lane & 2 ? draw.word[3] : draw.word[1];
        uint32_t odd = lane & 2 ? draw.word[2] : draw.word[0];
        return lane & 1 ? odd : even;
    }

    /* The row of the result made so long ago. */
    __device__ __forceinline__ uint32_t back(uint32_t lookback) const {
        return next_result >= lookback ? next_result - lookback : next_result + a.history_length - lookback;
    }

    __device__ __forceinline__ void add_result(uint32_t flips) {
        results.own(next_result) = flips;
        next_result = next_result + 1 == a.history_length ? 0 : next_result + 1;
    }

    __device__ __forceinline__ void multiply(uint32_t shots, uint32_t factor) const {
        x.own(factor >> 3) ^= shots & where(factor);
        z.own(factor >> 3) ^= shots & where(factor >> 1);
    }

    /* The shots whose frames anticommute with a factor. */
    __device__ __forceinline__ uint32_t anticommuting(uint32_t factor) const {
        return (z.own(factor >> 3) & where(factor)) ^ (x.own(factor >> 3) & where(factor >> 1));
    }

    __device__ __forceinline__ uint32_t anticommuting(const uint32_t* factors, uint32_t count) const {
        uint32_t shots = 0;
        for (uint32_t i = 0; i < count; i++) {
            shots ^= anticommuting(factors[i]);
        }
        return shots;
    }

    __device__ __forceinline__ void multiply(uint32_t shots, const uint32_t* factors, uint32_t count) const {
        for (uint32_t i = 0; i < count; i++) {
            multiply(shots, factors[i]);
        }
    }

    __device__ __forceinline__ void start() {
        for (uint64_t row = 0; row < a.state_rows; row++) {
            x.own(row) = 0;
        }
        draws.event = 1;
        for (uint32_t qubit = 0; qubit < a.qubit_count; qubit++) {
            z.own(qubit) = random(qubit);
        }
    }

    __device__ __forceinline__ void one() {
        uint32_t images = take();
        for (uint32_t n = take(); n > 0; n--) {
            uint32_t qubit = take();
            uint32_t old_x = x.own(qubit);
            uint32_t old_z = z.own(qubit);
            x.own(qubit) = (old_x & where(images)) ^ (old_z & where(images >> 2));
            z.own(qubit) = (old_x & where(images >> 1)) ^ (old_z & where(images >> 3));
        }
    }

    __device__ __forceinline__ void two() {
        uint32_t images = take();
        for (uint32_t n = take(); n > 0; n--) {
            uint32_t first = take();
            uint32_t second = take();
            uint32_t old[4] = {x.own(first), z.own(first), x.own(second), z.own(second)};
            uint32_t now[4];
            JAYNES_UNROLL
            for (int part = 0; part < 4; part++) {
                now[part] = 0;
                JAYNES_UNROLL
                for (int generator = 0; generator < 4; generator++) {
                    now[part] ^= old[generator] & where(images >> (4 * generator + part));
                }
            }
            x.own(first) = now[0];
            z.own(first) = now[1];
            x.own(second) = now[2];
            z.own(second) = now[3];
        }
    }

    /* Leaves the qubit's frame at a random power of the operator. */
    __device__ __forceinline__ void clear(uint32_t factor, uint32_t row) const {
        uint32_t bits = random(row);
        x.own(factor >> 3) = bits & where(factor);
        z.own(factor >> 3) = bits & where(factor >> 1);
    }

    __device__ __forceinline__ void measure() {
        uint32_t operation = take();
        uint32_t resets = take();
        uint32_t n = take();
        for (uint32_t i = 0; i < n; i++) {
            uint32_t factor = take() << 3 | operation;
            add_result(anticommuting(factor));
            if (resets) {
                clear(factor, i);
            } else {
                multiply(random(i), factor);
            }
        }
    }

    __device__ __forceinline__ void reset() {
        uint32_t operation = take();
        uint32_t n = take();
        for (uint32_t i = 0; i < n; i++) {
            clear(take() << 3 | operation, i);
        }
    }

    __device__ __forceinline__ void products(bool measured) {
        uint32_t n = take();
        for (uint32_t i = 0; i < n; i++) {
            uint32_t count = take();
            uint32_t shots = anticommuting(at, count);
            if (measured) {
                add_result(shots);
                shots = random(i);
            }
            multiply(shots, at, count);
            at += count;
        }
    }

    __device__ __forceinline__ void detect() {
        uint32_t flips = 0;
        for (uint32_t n = take(); n > 0; n--) {
            flips ^= results.own(back(take()));
        }
        if (a.detector_count > 0) {
            detectors.own(detected++) = flips;
        }
    }

    __device__ __forceinline__ void observe() {
        uint32_t row = take();
        uint32_t flips = 0;
        for (uint32_t n = take(); n > 0; n--) {
            uint32_t target = take();
            flips ^= target & kIsResult ? results.own(back(target >> 3)) : anticommuting(target);
        }
        if (a.observable_count > 0) {
            observables.own(row) ^= flips;
        }
    }

    __device__ __forceinline__ Trials trials(double scale, uint32_t targets) const {
        return {pointer<const double>(a.widths), pointer<const double>(a.heights), scale,
                (int64_t)targets * JAYNES_SAMPLING_BLOCK_SHOTS};
    }

    __device__ __forceinline__ void flip_operator(uint32_t qubit, uint32_t operation, uint64_t trial) const {
        if (operation & kOperatorX) {
            x.flip(qubit, trial);
        }
        if (operation & kOperatorZ) {
            z.flip(qubit, trial);
        }
    }

    /* The operator of a pair: bits of the first qubit, then of the second. */
    __device__ __forceinline__ void flip_operators(const uint32_t* qubits, uint32_t width, uint32_t operators,
                                                   uint64_t trial) const {
        uint64_t target = trial / JAYNES_SAMPLING_BLOCK_SHOTS;
        for (uint32_t i = 0; i < width; i++) {
            flip_operator(qubits[target * width + i], operators >> (2 * i) & kOperatorBits, trial);
        }
    }

    /* Calls flip(trial, rest) for all successes; all words are written before, and all flips seen after it. */
    template <typename Next, typename Flip>
    __device__ __forceinline__ void add_noise(double scale, uint32_t targets, const Flip& flip) {
        __syncwarp();
        for_each_success<Next>(trials(scale, targets), draws, flip);
        __syncwarp();
    }

    __device__ __forceinline__ void flip_results() {
        double scale = number(take());
        uint32_t n = take();
        add_noise<NextHalf>(scale, n, [&](uint64_t trial, uint64_t) {
            results.flip(back(n - (uint32_t)(trial / JAYNES_SAMPLING_BLOCK_SHOTS)), trial);
        });
    }

    __device__ __forceinline__ void pauli() {
        double scale = number(take());
        uint32_t operation = take();
        uint32_t n = take();
        add_noise<NextHalf>(scale, n, [&](uint64_t trial, uint64_t) { flip_operators(at, 1, operation, trial); });
        at += n;
    }

    __device__ __forceinline__ void depolarize() {
        double scale = number(take());
        uint32_t width = take();
        uint32_t n = take();
        uint32_t cases = (1u << (2 * width)) - 1;
        add_noise<NextDraw>(scale, n, [&](uint64_t trial, uint64_t rest) {
            flip_operators(at, width, 1 + (uint32_t)((rest >> 32) * cases >> 32), trial);
        });
        at += n * width;
    }

    /* The case in which a number falls; rounding of the sum leads to the last one. */
    static __device__ __forceinline__ uint32_t case_of(const double* probabilities, uint32_t cases, double rest) {
        uint32_t last = 0;
        for (uint32_t i = 0; i < cases; i++) {
            if (probabilities[i] > 0) {
                last = i;
                if (rest < probabilities[i]) {
                    return i;
                }
                rest -= probabilities[i];
            }
        }
        return last;
    }

    __device__ __forceinline__ void exclusive() {
        const double* numbers = pointer<const double>(a.numbers) + take();
        uint32_t width = take();
        uint32_t heralds = take();
        uint32_t cases = take();
        const uint32_t* operators = at;
        at += cases;
        uint32_t n = take();
        add_noise<NextDraw>(numbers[0], n, [&](uint64_t trial, uint64_t rest) {
            uint32_t chosen = case_of(numbers + 2, cases, unit(rest) * numbers[1]);
            flip_operators(at, width, operators[chosen], trial);
            if (heralds) {
                results.flip(back(n - (uint32_t)(trial / JAYNES_SAMPLING_BLOCK_SHOTS)), trial);
            }
        });
        at += n * width;
    }

    __device__ __forceinline__ void correlated() {
        double scale = number(take());
        uint32_t otherwise = take();
        uint32_t n = take();
        hits.own(0) = 0;
        if (scale >= 0) {
            add_noise<NextHalf>(scale, 1, [&](uint64_t trial, uint64_t) { hits.flip(0, trial); });
        }
        uint32_t shots = hits.own(0);
        uint32_t before = otherwise ? chain.own(0) : 0;
        shots &= ~before;
        chain.own(0) = before | shots;
        multiply(shots, at, n);
        at += n;
    }

    __device__ __forceinline__ void begin_loop() {
        FrameRows counter = rounds.after(2 * (uint64_t)take());
        counter.own(0) = take();
        counter.own(1) = take();
    }

    __device__ __forceinline__ void end_loop() {
        FrameRows counter = rounds.after(2 * (uint64_t)take());
        uint32_t body = take();
        uint64_t left = ((uint64_t)counter.own(1) << 32 | counter.own(0)) - 1;
        counter.own(0) = (uint32_t)left;
        counter.own(1) = (uint32_t)(left >> 32);
        if (left > 0) {
            at = pointer<const uint32_t>(a.program) + body;
        }
    }

    /* Does an instruction that is no event. */
    __device__ __forceinline__ void do_plain(uint32_t code) {
        switch (code) {
            case JAYNES_FRAMES_LOOP:
                return begin_loop();
            case JAYNES_FRAMES_NEXT:
                return end_loop();
            case JAYNES_FRAMES_ONE:
                return one();
            case JAYNES_FRAMES_TWO:
                return two();
            case JAYNES_FRAMES_FEEDBACK: {
                uint32_t row = back(take());
                return multiply(results.own(row), take());
            }
            case JAYNES_FRAMES_ROTATE:
                return products(false);
            case JAYNES_FRAMES_ZEROS:
                for (uint32_t n = take(); n > 0; n--) {
                    add_result(0);
                }
                return;
            case JAYNES_FRAMES_DETECTOR:
                return detect();
            case JAYNES_FRAMES_OBSERVABLE:
                return observe();
            default:
                __trap();
        }
    }

    __device__ __forceinline__ void do_event(uint32_t code) {
        draws.event++;
        switch (code) {
            case JAYNES_FRAMES_MEASURE:
                return measure();
            case JAYNES_FRAMES_RESET:
                return reset();
            case JAYNES_FRAMES_PRODUCTS:
                return products(true);
            case JAYNES_FRAMES_EVENT:
                return;
            case JAYNES_FRAMES_FLIP:
                return flip_results();
            case JAYNES_FRAMES_PAULI:
                return pauli();
            case JAYNES_FRAMES_DEPOLARIZE:
                return depolarize();
            case JAYNES_FRAMES_EXCLUSIVE:
                return exclusive();
            default:
                return correlated();
        }
    }

    static __device__ __forceinline__ bool is_event(uint32_t code) {
        return code >= JAYNES_FRAMES_EVENT || (code >= JAYNES_FRAMES_MEASURE && code <= JAYNES_FRAMES_PRODUCTS);
    }

    __device__ __forceinline__ void run() {
        start();
        for (uint32_t code = take(); code != JAYNES_FRAMES_END; code = take()) {
            if (is_event(code)) {
                do_event(code);
            } else {
                do_plain(code);
            }
        }
    }
};

/* Stores rows of bits by shot: 32 rows and 32 shots at a time, a column by each ballot. `flips`, a row by shot, may be
 * 0. */
static __device__ __forceinline__ void store_by_shot(const FrameRows& rows, uint32_t bits, uint64_t flips,
                                                     uint64_t target, uint64_t shot_count) {
    uint32_t lane = threadIdx.x % JAYNES_WARP;
    uint32_t words = (bits + 63) / 64 * 2;
    for (uint32_t word = 0; word < words; word++) {
        uint32_t row = word * 32 + lane;
        uint32_t flip = flips == 0 ? 0 : pointer<const uint32_t>(flips)[word];
        for (uint32_t group = 0; group * 32 < shot_count; group++) {
            uint32_t own = row < bits ? rows.words[(uint64_t)row * JAYNES_WARP + group] : 0;
            uint32_t column = 0;
            for (uint32_t shot = 0; shot < 32; shot++) {
                uint32_t ballot = __ballot_sync(kAllLanes, own >> shot & 1);
                column = shot == lane ? ballot : column;
            }
            if (group * 32 + lane < shot_count) {
                pointer<uint32_t>(target)[(uint64_t)(group * 32 + lane) * words + word] = column ^ flip;
            }
        }
    }
}

static __device__ __forceinline__ void run_frames(const JaynesFrameArguments& a) {
    require_launch(JAYNES_FRAMES_MAXIMUM_THREADS, 0);
    uint64_t warp = ((uint64_t)blockIdx.x * blockDim.x + threadIdx.x) / JAYNES_WARP;
    uint64_t warps = (uint64_t)gridDim.x * blockDim.x / JAYNES_WARP;
    uint32_t* state = pointer<uint32_t>(a.states) + warp * a.state_rows * JAYNES_WARP;
    for (uint64_t first = warp * JAYNES_SAMPLING_BLOCK_SHOTS; first < a.shot_count;
         first += warps * JAYNES_SAMPLING_BLOCK_SHOTS) {
        uint64_t left = a.shot_count - first;
        uint64_t count = left < JAYNES_SAMPLING_BLOCK_SHOTS ? left : JAYNES_SAMPLING_BLOCK_SHOTS;
        FrameMachine machine(a, state, a.first_block + first / JAYNES_SAMPLING_BLOCK_SHOTS);
        machine.run();
        __syncwarp();
        uint64_t row_bytes = first * 8;
        store_by_shot(machine.results, a.result_count, a.reference,
                      a.results + row_bytes * ((a.result_count + 63) / 64), count);
        store_by_shot(machine.detectors, a.detector_count, 0, a.detectors + row_bytes * ((a.detector_count + 63) / 64),
                      count);
        store_by_shot(machine.observables, a.observable_count, 0,
                      a.observables + row_bytes * ((a.observable_count + 63) / 64), count);
        __syncwarp();
    }
}

}  // namespace jaynes

#endif
