/* A random program of frames, with what it must come to. */
#ifndef JAYNES_TEST_FRAMES_CASE_H
#define JAYNES_TEST_FRAMES_CASE_H

#include "frames_definition.h"
#include "random_case.h"

/* A program with every kind of instruction. */
class FramesCase {
 public:
    JaynesFrameArguments a = {};
    uint32_t result_count = 0; /* in all */

    struct Shots {
        decoder_definition::Rows results;
        decoder_definition::Rows detectors;
        decoder_definition::Rows observables;
    };

    explicit FramesCase(Random& random)
        : qubits_(random.between(2, 6)), widths_(buffer_of(layers_.widths)), heights_(buffer_of(layers_.heights)) {
        a.qubit_count = qubits_;
        a.observable_count = random.between(0, 70);
        program_ = block(random, random.between(1, 25), 0, 1);
        frames_definition::encode(program_, 0, words_, numbers_);
        words_.push_back(JAYNES_FRAMES_END);
        numbers_.push_back(0); /* an address also where there are none */
        keeps_all_ = random.chance(50);
        a.detector_count = detectors_;
        a.history_length = std::max(1u, keeps_all_ ? result_count : longest_ + random.between(0, 3));
        a.result_count = keeps_all_ ? result_count : 0;
        a.state_rows = 2 * a.qubit_count + a.history_length + a.detector_count + a.observable_count +
                       JAYNES_FRAMES_SPARE_ROWS + 2 * kDepth;
        a.program = reinterpret_cast<uint64_t>(words_.data());
        a.numbers = reinterpret_cast<uint64_t>(numbers_.data());
        a.widths = widths_.address();
        a.heights = heights_.address();
        a.seed = random.bits();
        a.first_block = random.chance(50) ? random.bits() >> 14 : 0;
    }

    Shots expected(const decoder_definition::Rows& reference) const {
        Shots shots = {{a.shot_count, a.result_count}, {a.shot_count, detectors_}, {a.shot_count, a.observable_count}};
        for (uint64_t first = 0; first < a.shot_count; first += frames_definition::kShots) {
            frames_definition::Frames frames(a, layers_, a.first_block + first / frames_definition::kShots);
            frames.run(program_);
            for (uint64_t shot = first; shot < std::min(a.shot_count, first + frames_definition::kShots); shot++) {
                for (uint32_t bit = 0; bit < a.result_count; bit++) {
                    if (frames.results[bit][shot - first] != reference.at(0, bit)) {
                        shots.results.flip(shot, bit);
                    }
                }
                copy(frames.detectors, shot - first, shots.detectors, shot);
                copy(frames.observables, shot - first, shots.observables, shot);
            }
        }
        return shots;
    }

 private:
    typedef frames_definition::Instruction Instruction;
    static constexpr uint32_t kDepth = 2;

    uint32_t qubits_;
    decoder_definition::Layers layers_;
    Buffer<double> widths_;
    Buffer<double> heights_;
    std::vector<Instruction> program_;
    std::vector<uint32_t> words_;
    std::vector<double> numbers_;
    uint32_t detectors_ = 0;
    uint32_t longest_ = 1;
    bool keeps_all_ = false;

    static void copy(const std::vector<frames_definition::Bits>& rows, size_t from, decoder_definition::Rows& to,
                     size_t shot) {
        for (size_t bit = 0; bit < rows.size(); bit++) {
            if (rows[bit][from]) {
                to.flip(shot, bit);
            }
        }
    }

    /* `rounds`: how often the block runs in all. */
    std::vector<Instruction> block(Random& random, unsigned length, uint32_t depth, uint32_t rounds) {
        std::vector<Instruction> made;
        for (unsigned k = 0; k < length; k++) {
            if (depth < kDepth && random.chance(8)) {
                uint32_t times = random.between(1, 3);
                /* Results of one round; those of others are added when it is known how many there are. */
                uint32_t start = result_count;
                made.push_back({JAYNES_FRAMES_LOOP, {times}, {}, {}});
                made.back().body = block(random, random.between(1, 6), depth + 1, rounds * times);
                result_count = start + (result_count - start) * times;
            } else {
                made.push_back(instruction(random, rounds));
                while (made.back().code == JAYNES_FRAMES_CORRELATED && random.chance(60)) {
                    made.push_back(correlated(random, 1)); /* a longer chain */
                }
            }
        }
        return made;
    }

    uint32_t qubit(Random& random) const { return random.between(0, qubits_ - 1); }
    uint32_t factor(Random& random) const { return qubit(random) << 3 | random.between(1, 3); }

    uint32_t lookback(Random& random) {
        uint32_t chosen = random.between(1, std::min(result_count, 9u));
        longest_ = std::max(longest_, chosen);
        return chosen;
    }

    void add_results(uint32_t n) {
        result_count += n;
        longest_ = std::max(longest_, n);
    }

    static double probability(Random& random) {
        return random.chance(10) ? 1 : 0.4 * decoder_definition::unit(random.bits()) + 1e-4;
    }

    Instruction instruction(Random& random, uint32_t rounds) {
        /* Images of Clifford gates, by generator. */
        static const uint32_t ones[] = {0x9, 0x6, 0xB, 0xD, 0x7, 0xE};
        static const uint32_t twos[] = {0xA425, 0x4A2D, 0x2184, 0x84A1};
        uint32_t code = random.between(JAYNES_FRAMES_ONE, JAYNES_FRAMES_CORRELATED);
        bool looks_back = code == JAYNES_FRAMES_FEEDBACK || code == JAYNES_FRAMES_FLIP;
        if (looks_back && result_count == 0) {
            code = JAYNES_FRAMES_MEASURE;
        }
        Instruction i = {code, {}, {}, {}};
        uint32_t n = random.between(1, 4);
        std::vector<uint32_t> list;
        for (uint32_t k = 0; k < n; k++) {
            list.push_back(qubit(random));
        }
        std::vector<uint32_t> pairs;
        for (uint32_t k = 0; k < n; k++) {
            std::vector<unsigned> pair = random.distinct(2, qubits_);
            pairs.insert(pairs.end(), pair.begin(), pair.end());
        }
        auto with = [&](std::vector<uint32_t> head, const std::vector<uint32_t>& tail) {
            head.insert(head.end(), tail.begin(), tail.end());
            i.words = head;
        };
        uint32_t operation = random.between(1, 3);
        switch (code) {
            case JAYNES_FRAMES_ONE:
                with({ones[random.between(0, 5)], n}, list);
                break;
            case JAYNES_FRAMES_TWO:
                with({twos[random.between(0, 3)], n}, pairs);
                break;
            case JAYNES_FRAMES_FEEDBACK:
                i.words = {lookback(random), factor(random)};
                break;
            case JAYNES_FRAMES_MEASURE:
                with({operation, random.between(0, 1), n}, list);
                add_results(n);
                break;
            case JAYNES_FRAMES_RESET:
                with({operation, n}, list);
                break;
            case JAYNES_FRAMES_PRODUCTS:
            case JAYNES_FRAMES_ROTATE:
                i.words = {n};
                for (uint32_t k = 0; k < n; k++) {
                    std::vector<unsigned> factors = random.distinct(random.between(1, 2), qubits_);
                    i.words.push_back(uint32_t(factors.size()));
                    for (unsigned q : factors) {
                        i.words.push_back(q << 3 | random.between(1, 3));
                    }
                }
                if (code == JAYNES_FRAMES_PRODUCTS) {
                    add_results(n);
                }
                break;
            case JAYNES_FRAMES_ZEROS:
                i.words = {n};
                add_results(n);
                break;
            case JAYNES_FRAMES_DETECTOR:
                i.words = {result_count == 0 ? 0 : n};
                for (uint32_t k = 0; k < i.words[0]; k++) {
                    i.words.push_back(lookback(random));
                }
                detectors_ += rounds;
                break;
            case JAYNES_FRAMES_OBSERVABLE:
                if (a.observable_count == 0) {
                    return {JAYNES_FRAMES_EVENT, {}, {}, {}};
                }
                i.words = {random.between(0, a.observable_count - 1), n};
                for (uint32_t k = 0; k < n; k++) {
                    bool result = result_count > 0 && random.chance(50);
                    i.words.push_back(result ? lookback(random) << 3 | 4 : factor(random));
                }
                break;
            case JAYNES_FRAMES_FLIP:
                i.numbers = {decoder_definition::scale_of(probability(random))};
                i.words = {lookback(random)};
                break;
            case JAYNES_FRAMES_PAULI:
                i.numbers = {decoder_definition::scale_of(probability(random))};
                with({operation, n}, list);
                break;
            case JAYNES_FRAMES_DEPOLARIZE: {
                i.numbers = {decoder_definition::scale_of(probability(random))};
                bool one = random.chance(50);
                with({one ? 1u : 2u, n}, one ? list : pairs);
                break;
            }
            case JAYNES_FRAMES_EXCLUSIVE:
                exclusive(random, i, n, list, pairs);
                break;
            case JAYNES_FRAMES_CORRELATED:
                return correlated(random, random.between(0, 1));
            default:
                break;
        }
        return i;
    }

    Instruction correlated(Random& random, uint32_t otherwise) const {
        uint32_t n = random.between(1, 4);
        Instruction i = {JAYNES_FRAMES_CORRELATED, {otherwise, n}, {}, {}};
        i.numbers = {random.chance(20) ? -1 : decoder_definition::scale_of(probability(random))};
        for (uint32_t k = 0; k < n; k++) {
            i.words.push_back(factor(random));
        }
        return i;
    }

    void exclusive(Random& random, Instruction& i, uint32_t n, const std::vector<uint32_t>& list,
                   const std::vector<uint32_t>& pairs) {
        uint32_t width = random.between(1, 2);
        uint32_t cases = random.between(1, 5);
        bool heralds = result_count >= n && random.chance(50);
        double total = 0;
        std::vector<double> probabilities;
        for (uint32_t k = 0; k < cases; k++) {
            probabilities.push_back(0.15 * decoder_definition::unit(random.bits()) + 1e-4);
            total += probabilities.back();
        }
        i.numbers = {decoder_definition::scale_of(total), total};
        i.numbers.insert(i.numbers.end(), probabilities.begin(), probabilities.end());
        i.words = {width, heralds, cases};
        for (uint32_t k = 0; k < cases; k++) {
            i.words.push_back(random.between(0, width == 1 ? 3 : 15));
        }
        i.words.push_back(n);
        const std::vector<uint32_t>& targets = width == 1 ? list : pairs;
        i.words.insert(i.words.end(), targets.begin(), targets.end());
        if (heralds) {
            longest_ = std::max(longest_, n);
        }
    }
};

#endif
