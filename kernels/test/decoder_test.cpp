/*
 * The kernels of the module decoder, run by the emulated device, against the definition, bit for bit, on random
 * arguments and launches. Usage: decoder_test [CASES [FIRST_SEED]]; `decoder_test 1 SEED` repeats a failing case.
 */
#include <atomic>
#include <thread>

#include "decoder_case.h"
#include "frames_case.h"
#include "launching.h"
#include "ldpc_case.h"

using namespace decoder_definition;

namespace {

unsigned random_threads(Random& random, unsigned most) { return 32 * random.between(1, most / 32); }

void test_mistakes(Random& random) {
    size_t count = random.between(1, 700);
    size_t bits = random.between(0, 130);
    Rows predicted(count, bits), happened(count, bits);
    Buffer<uint64_t> outcomes(count), counters(3);
    uint64_t expected[3] = {random.bits() % 100, 0, 7};
    std::copy(expected, expected + 3, counters.data());
    for (size_t shot = 0; shot < count; shot++) {
        for (size_t bit = 0; bit < bits; bit++) {
            if (random.chance(50)) {
                predicted.flip(shot, bit);
                happened.flip(shot, bit);
            }
        }
        bool wrong = bits > 0 && random.chance(30);
        if (wrong) {
            predicted.flip(shot, random.between(0, unsigned(bits - 1)));
        }
        outcomes[shot] = random.bits();
        expected[0] += wrong;
        expected[1] += (outcomes[shot] & 1) == 0;
        expected[2] += (outcomes[shot] & 2) != 0;
    }
    Buffer<uint64_t> p = buffer_of(predicted.data), h = buffer_of(happened.data);
    JaynesMistakesArguments a = {};
    a.predictions = p.address();
    a.observables = h.address();
    a.outcomes = outcomes.address();
    a.counters = counters.address();
    a.shot_count = count;
    a.observable_words = uint32_t(predicted.words);
    launch("jaynes_mistakes", a, random.between(1, 4), random_threads(random, 256), 0);
    compare("jaynes_mistakes", counters.data(), expected, 3);
}

void test_sampling(Random& random) {
    ModelCase c(random);
    JaynesSamplingArguments& a = c.a;
    a.seed = random.bits();
    a.first_block = random.chance(50) ? random.bits() >> 14 : random.between(0, 5);
    a.shot_count = random.between(1, 2500);
    a.tile_shots = 1024 >> random.between(0, 4);
    auto [detectors, observables] = c.expected();
    for (bool shared : {true, false}) {
        Buffer<uint64_t> d(detectors.data.size()), o(observables.data.size());
        a.detectors = d.address();
        a.observables = o.address();
        std::string name = shared ? "jaynes_sampling_shared" : "jaynes_sampling_global";
        size_t rows = 8 * size_t(a.tile_shots) * (a.detector_words + a.observable_words);
        launch(name, a, random.between(1, 5), random_threads(random, JAYNES_SAMPLING_MAXIMUM_THREADS),
               JAYNES_SAMPLING_CONTROL_BYTES + (shared ? rows : 0));
        compare(name + ", detectors", d.data(), detectors.data.data(), d.size());
        compare(name + ", observables", o.data(), observables.data.data(), o.size());
    }
}

void test_frames(Random& random) {
    FramesCase c(random);
    JaynesFrameArguments& a = c.a;
    a.shot_count = random.between(1, 2100);
    unsigned threads = random_threads(random, JAYNES_FRAMES_MAXIMUM_THREADS);
    unsigned blocks = random.between(1, 3);
    Buffer<uint32_t> states(a.state_rows * blocks * threads);
    a.states = states.address();
    Rows reference(1, c.result_count);
    for (uint32_t i = 0; i < c.result_count; i++) {
        if (random.chance(30)) {
            reference.flip(0, i);
        }
    }
    Buffer<uint64_t> flips = buffer_of(reference.data);
    a.reference = flips.address();
    FramesCase::Shots expected = c.expected(reference);
    Buffer<uint64_t> results(expected.results.data.size());
    Buffer<uint64_t> detectors(expected.detectors.data.size());
    Buffer<uint64_t> observables(expected.observables.data.size());
    a.results = results.address();
    a.detectors = detectors.address();
    a.observables = observables.address();
    launch("jaynes_frames", a, blocks, threads, 0);
    compare("jaynes_frames, results", results.data(), expected.results.data.data(), results.size());
    compare("jaynes_frames, detectors", detectors.data(), expected.detectors.data.data(), detectors.size());
    compare("jaynes_frames, observables", observables.data(), expected.observables.data.data(), observables.size());
}

/* Submits all shots, some at a time, to a kernel that runs in a thread of its own, and takes the results. */
template <typename Arguments>
void serve(Random& random, const std::string& name, Arguments& a, unsigned blocks, unsigned threads, size_t shared,
           ShotBuffers& batch) {
    uint32_t detector_words = a.decoding.detector_words;
    uint32_t observable_words = a.decoding.observable_words;
    size_t count = batch.count;
    ShotBuffers rows(blocks, detector_words, observable_words);
    rows.point(a.decoding);
    JaynesServingRing& ring = a.ring;
    ring.slot_count = random.between(1, 5);
    ring.request_words = 1 + detector_words + random.between(0, 3);
    ring.result_words = 3 + observable_words + random.between(0, 3);
    ring.longest_pause = random.between(1, 2000);
    Buffer<uint64_t> requests(ring.slot_count * ring.request_words), results(ring.slot_count * ring.result_words);
    Buffer<uint64_t> stop(1), next(1);
    ring.requests = requests.address();
    ring.results = results.address();
    ring.stop = stop.address();
    ring.next_number = next.address();
    std::thread kernel([&] { launch(name, a, blocks, threads, shared); });
    for (size_t first = 0; first < count; first += ring.slot_count) {
        size_t end = std::min<size_t>(count, first + ring.slot_count);
        for (size_t shot = first; shot < end; shot++) {
            uint64_t* request = requests.data() + shot % ring.slot_count * ring.request_words;
            std::copy_n(batch.shots.data() + shot * detector_words, detector_words, request + 1);
            __atomic_store_n(request, shot + 1, __ATOMIC_RELEASE);
        }
        if (end == count) {
            __atomic_store_n(stop.data(), uint64_t(1), __ATOMIC_RELEASE);
        }
        for (size_t shot = first; shot < end; shot++) {
            uint64_t* result = results.data() + shot % ring.slot_count * ring.result_words;
            while (__atomic_load_n(result, __ATOMIC_ACQUIRE) != shot + 1) {
                std::this_thread::yield();
            }
            compare(name + ", weight", reinterpret_cast<double*>(result + 1), &batch.weights[shot], 1);
            compare(name + ", outcome", result + 2, &batch.outcomes[shot], 1);
            compare(name + ", prediction", result + 3, batch.predictions.data() + shot * observable_words,
                    observable_words);
        }
    }
    kernel.join();
}

void test_propagation(Random& random) {
    PropagationCase c(random);
    JaynesPropagationArguments& a = c.p.a;
    ShotBuffers shots(c.events.size(), a.detector_words, a.observable_words);
    std::vector<Propagation::Result> expected;
    Rows predictions(c.events.size(), c.observable_count);
    for (size_t shot = 0; shot < c.events.size(); shot++) {
        for (size_t row = 0; row < c.p.rows; row++) {
            if (c.events[shot][row]) {
                shots.shots[shot * a.detector_words + row / 64] |= 1ull << (row % 64);
            }
        }
        expected.push_back(c.p.decode(c.events[shot]));
        c.predict(expected.back().errors, predictions, shot);
    }
    for (bool shared : {true, false}) {
        unsigned blocks = random.between(1, 3);
        unsigned threads = random_threads(random, 256);
        size_t bytes = JAYNES_PROPAGATION_CONTROL_BYTES + (shared ? a.state_bytes : 0);
        Buffer<uint64_t> states((blocks * a.state_bytes + 7) / 8), queue(1);
        a.states = states.address();
        a.next_shot = queue.address();
        a.shot_count = c.events.size();
        shots.point(a);
        std::string name = std::string(c.p.layered ? "layers" : "propagation") + (shared ? "_shared" : "_global");
        launch("jaynes_" + name, a, blocks, threads, bytes);
        for (size_t shot = 0; shot < c.events.size(); shot++) {
            compare(name + ", outcome", &shots.outcomes[shot], &expected[shot].outcome, 1);
            compare(name + ", weight", &shots.weights[shot], &expected[shot].weight, 1);
        }
        compare(name + ", predictions", shots.predictions.data(), predictions.data.data(), predictions.data.size());
        JaynesServePropagationArguments serving = {};
        serving.decoding = a;
        serve(random, "jaynes_serve_" + name, serving, blocks, threads, bytes, shots);
    }
}

/* Every column is an observable of its own, so that predictions are sets of columns. */
void test_ordered_statistics(Random& random) {
    OrderedStatisticsCase c(random);
    JaynesOrderedStatisticsArguments& a = c.a;
    for (bool shared : {true, false}) {
        unsigned blocks = random.between(1, 3);
        ShotBuffers shots(c.right.size(), 1, a.observable_words);
        std::copy(c.right.begin(), c.right.end(), shots.shots.data());
        for (size_t shot = 0; shot < shots.count; shot++) {
            shots.outcomes[shot] = 4 * random.between(0, 9);
        }
        Buffer<uint64_t> states(blocks * a.state_bytes / 8), queue(1);
        Buffer<uint32_t> orders(4 * a.column_count * blocks);
        a.states = states.address();
        a.next_shot = queue.address();
        a.orders = orders.address();
        a.shot_count = shots.count;
        shots.point(a);
        launch(shared ? "jaynes_ordered_statistics_shared" : "jaynes_ordered_statistics_global", a, blocks,
               random_threads(random, 256),
               JAYNES_ORDERED_STATISTICS_CONTROL_BYTES + (shared ? size_t(a.state_bytes) : 0));
        for (size_t shot = 0; shot < shots.count; shot++) {
            c.check(shot, shots.predictions.data() + shot * a.observable_words, shots.weights[shot],
                    (shots.outcomes[shot] & 1) != 0);
        }
    }
}

/* Every edge is an observable of its own, so that predictions are sets of edges. */
void test_union_find(Random& random) {
    GraphCase c(random);
    JaynesUnionFindArguments& a = c.a;
    ShotBuffers shots(20, 1, 1);
    for (size_t shot = 0; shot < shots.count; shot++) {
        shots.shots[shot] = random.bits() & random.bits() & ((1ull << a.node_count) - 1);
    }
    for (uint32_t certify : {0u, 1u}) {
        unsigned blocks = random.between(1, 2);
        unsigned threads = random_threads(random, 64);
        a.certify = certify;
        Buffer<uint64_t> states(blocks * threads * a.state_bytes / 8), queue(1);
        a.states = states.address();
        a.next_shot = queue.address();
        a.shot_count = shots.count;
        shots.point(a);
        launch("jaynes_union_find", a, blocks, threads, 0);
        for (size_t shot = 0; shot < shots.count; shot++) {
            c.check(shots.shots[shot], shots.predictions[shot], shots.weights[shot], shots.outcomes[shot]);
        }
        JaynesServeUnionFindArguments serving = {};
        serving.decoding = a;
        Buffer<uint64_t> own(blocks * a.state_bytes / 8);
        serving.decoding.states = own.address();
        serve(random, "jaynes_serve_union_find", serving, blocks, 32, JAYNES_SERVING_CONTROL_BYTES, shots);
        if (certify != 0) {
            Buffer<uint64_t> again(1), count(1);
            Buffer<JaynesUnionFindBall> balls(random.between(1, 60));
            a.next_shot = again.address();
            a.balls = balls.address();
            a.ball_count = count.address();
            a.ball_capacity = balls.size();
            launch("jaynes_union_find", a, blocks, threads, 0);
            for (size_t shot = 0; shot < shots.count; shot++) {
                if ((shots.outcomes[shot] & JAYNES_UNION_FIND_PART) != 0) {
                    c.check_part(shots.shots[shot], shots.predictions[shot], shots.weights[shot], shots.outcomes[shot],
                                 balls.data());
                } else {
                    c.check(shots.shots[shot], shots.predictions[shot], shots.weights[shot], shots.outcomes[shot]);
                }
            }
        }
    }
}

}  // namespace

int main(int count, char** arguments) {
    uint64_t cases = count > 1 ? strtoull(arguments[1], nullptr, 10) : 100;
    uint64_t first = count > 2 ? strtoull(arguments[2], nullptr, 10) : 0;
    for (uint64_t seed = first; seed < first + cases; seed++) {
        current_seed = seed;
        Random random(seed);
        test_mistakes(random);
        test_sampling(random);
        test_frames(random);
        test_propagation(random);
        test_ordered_statistics(random);
        test_union_find(random);
    }
}
