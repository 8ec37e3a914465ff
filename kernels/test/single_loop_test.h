/* Samples of one loop on random tables of probabilities, with and without loss. */
#ifndef JAYNES_TEST_SINGLE_LOOP_TEST_H
#define JAYNES_TEST_SINGLE_LOOP_TEST_H

#include "launching.h"
#include "philox.h"
#include "photonics/launch.h"
#include "photonics_buffers.h"

/* What jaynes_photonics.h says of one shot; returns the next event. */
inline uint32_t one_loop(const JaynesSingleLoopArguments& a, const std::vector<double>& p, uint64_t shot,
                         uint32_t event, std::vector<uint32_t>& photons) {
    auto draw = [&] { return jaynes::philox_uniform(a.seed, shot, a.row, a.purpose | event++); };
    auto stay = [&](uint32_t count) {
        uint32_t left = 0;
        for (uint32_t k = 0; k < count; k++) {
            left += a.kept == 1 || draw() < a.kept;
        }
        return left;
    };
    size_t entries = 0;
    for (uint32_t t = 0; t <= a.most; t++) {
        entries += (t + 1) * (t + 1);
    }
    for (uint32_t i = 0; i + a.length < a.modes; i++) {
        uint32_t t = photons[i] + photons[i + a.length];
        if (t == 0) {
            continue;
        }
        if (t > a.most) {
            return UINT32_MAX;
        }
        size_t at = i * entries + photons[i] * (t + 1);
        for (uint32_t s = 0; s < t; s++) {
            at += (s + 1) * (s + 1);
        }
        double total = 0, sum = 0;
        for (uint32_t n = 0; n <= t; n++) {
            total += p[at + n];
        }
        double threshold = draw() * total;
        uint32_t out = 0;
        bool found = false;
        for (uint32_t n = 0; n <= t && !found; n++) {
            sum += p[at + n];
            found = sum > threshold;
            out = found || p[at + n] > 0 ? n : out;
        }
        photons[i] = stay(out);
        photons[i + a.length] = stay(t - out);
    }
    return event;
}

inline void test_single_loop(Random& random) {
    JaynesSingleLoopArguments a = {};
    a.modes = random.between(2, 12);
    a.length = random.between(1, a.modes - 1);
    a.most = random.between(1, 6);
    a.row = random.between(0, 3);
    a.purpose = random.between(1, 9) << 24;
    a.seed = random.between(0, 1000);
    a.kept = random.chance(50) ? 1.0 : 0.7;
    a.shot_count = random.between(1, 200);
    std::vector<double> p;
    size_t entries = 0;
    for (uint32_t t = 0; t <= a.most; t++) {
        entries += (t + 1) * (t + 1);
    }
    for (size_t i = 0; i < entries * (a.modes - a.length); i++) {
        p.push_back(random.chance(20) ? 0 : std::abs(random.real<double>()));
    }
    Buffer<double> table = buffer_of(p);
    Buffer<uint32_t> photons(a.modes * a.shot_count), events(a.shot_count);
    Buffer<uint64_t> shots(a.shot_count);
    std::vector<std::vector<uint32_t>> expected;
    for (uint64_t shot = 0; shot < a.shot_count; shot++) {
        shots[shot] = random.between(0, 1000000);
        events[shot] = random.between(0, 5);
        expected.emplace_back();
        for (uint32_t mode = 0; mode < a.modes; mode++) {
            photons[mode * a.shot_count + shot] = random.chance(50) ? random.between(0, 2) : 0;
            expected.back().push_back(photons[mode * a.shot_count + shot]);
        }
    }
    a.probabilities = table.address();
    a.photons = photons.address();
    a.shots = shots.address();
    a.events = events.address();
    std::vector<uint32_t> next;
    for (uint64_t shot = 0; shot < a.shot_count; shot++) {
        next.push_back(one_loop(a, p, shots[shot], events[shot], expected[shot]));
    }
    launch("jaynes_single_loop", a, random.between(1, 3), random.between(1, JAYNES_SINGLE_LOOP_THREADS), 0);
    std::vector<double> found, wanted;
    for (uint64_t shot = 0; shot < a.shot_count; shot++) {
        found.push_back(events[shot]);
        wanted.push_back(next[shot]);
        for (uint32_t mode = 0; mode < a.modes && next[shot] != UINT32_MAX; mode++) {
            found.push_back(photons[mode * a.shot_count + shot]);
            wanted.push_back(expected[shot][mode]);
        }
    }
    compare("jaynes_single_loop", found.data(), wanted.data(), wanted.size());
}

#endif
