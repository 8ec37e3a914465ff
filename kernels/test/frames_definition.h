/* jaynes_frames.h, read as plainly as possible: a program is a tree, a row is a list of bits. */
#ifndef JAYNES_TEST_FRAMES_DEFINITION_H
#define JAYNES_TEST_FRAMES_DEFINITION_H

#include "decoder_definition.h"

namespace frames_definition {

using decoder_definition::Draws;
using decoder_definition::Layers;
typedef std::vector<bool> Bits;
constexpr size_t kShots = JAYNES_SAMPLING_BLOCK_SHOTS;

/* What a test makes a program of. `words` are the operands as in the header, but for the place of numbers. */
struct Instruction {
    uint32_t code;
    std::vector<uint32_t> words;
    std::vector<double> numbers;
    std::vector<Instruction> body; /* of a LOOP, whose words are its rounds */
};

/* Writes the words that a kernel reads. */
inline void encode(const std::vector<Instruction>& block, uint32_t depth, std::vector<uint32_t>& program,
                   std::vector<double>& numbers) {
    for (const Instruction& i : block) {
        program.push_back(i.code);
        if (i.code == JAYNES_FRAMES_LOOP) {
            program.insert(program.end(), {depth, i.words[0], 0});
            uint32_t body = uint32_t(program.size());
            encode(i.body, depth + 1, program, numbers);
            program.insert(program.end(), {JAYNES_FRAMES_NEXT, depth, body});
            continue;
        }
        if (!i.numbers.empty()) {
            program.push_back(uint32_t(numbers.size()));
            numbers.insert(numbers.end(), i.numbers.begin(), i.numbers.end());
        }
        program.insert(program.end(), i.words.begin(), i.words.end());
    }
}

/* The frames of one block of shots. */
class Frames {
 public:
    std::vector<Bits> results;
    std::vector<Bits> detectors;
    std::vector<Bits> observables;

    Frames(const JaynesFrameArguments& a, const Layers& layers, uint64_t block)
        : observables(a.observable_count, Bits(kShots)),
          layers_(layers),
          seed_(a.seed),
          block_(block),
          x_(a.qubit_count, Bits(kShots)),
          z_(a.qubit_count, Bits(kShots)),
          chain_(kShots) {
        for (uint32_t qubit = 0; qubit < a.qubit_count; qubit++) {
            z_[qubit] = random(qubit);
        }
    }

    void run(const std::vector<Instruction>& block) {
        for (const Instruction& i : block) {
            if (i.code == JAYNES_FRAMES_LOOP) {
                for (uint32_t round = 0; round < i.words[0]; round++) {
                    run(i.body);
                }
            } else {
                run(i);
            }
        }
    }

 private:
    const Layers& layers_;
    uint64_t seed_;
    uint64_t block_;
    uint64_t event_ = 1;
    std::vector<Bits> x_;
    std::vector<Bits> z_;
    Bits chain_;

    Bits random(uint64_t row) const {
        Draws draws(seed_, event_, block_);
        Bits bits(kShots);
        for (size_t shot = 0; shot < kShots; shot++) {
            bits[shot] = draws.bit(row, shot);
        }
        return bits;
    }

    static void flip(Bits& bits, size_t shot) { bits[shot] = !bits[shot]; }

    static void add(Bits& to, const Bits& from) {
        for (size_t shot = 0; shot < kShots; shot++) {
            to[shot] = to[shot] != from[shot];
        }
    }

    void multiply(const Bits& shots, uint32_t factor) {
        if (factor & 1) add(x_[factor >> 3], shots);
        if (factor & 2) add(z_[factor >> 3], shots);
    }

    void add_anticommuting(Bits& shots, uint32_t factor) const {
        if (factor & 1) add(shots, z_[factor >> 3]);
        if (factor & 2) add(shots, x_[factor >> 3]);
    }

    Bits& back(uint32_t lookback) { return results[results.size() - lookback]; }

    void flip_qubit(uint32_t qubit, uint32_t operation, size_t shot) {
        if (operation & 1) flip(x_[qubit], shot);
        if (operation & 2) flip(z_[qubit], shot);
    }

    /* Replaces generators X Z of some qubits by their images. */
    void map(const std::vector<uint32_t>& qubits, uint32_t images) {
        size_t width = 2 * qubits.size();
        std::vector<Bits> now(width, Bits(kShots));
        for (size_t generator = 0; generator < width; generator++) {
            const Bits& old = generator % 2 == 0 ? x_[qubits[generator / 2]] : z_[qubits[generator / 2]];
            for (size_t part = 0; part < width; part++) {
                if (images >> (width * generator + part) & 1) {
                    add(now[part], old);
                }
            }
        }
        for (size_t part = 0; part < width; part++) {
            (part % 2 == 0 ? x_ : z_)[qubits[part / 2]] = now[part];
        }
    }

    void for_each(const Instruction& i, bool plain, uint32_t n,
                  const std::function<void(uint32_t, size_t, uint64_t)>& success) const {
        decoder_definition::for_each_success(layers_, Draws(seed_, event_, block_), plain, i.numbers[0],
                                             int64_t(n) * int64_t(kShots), [&](int64_t trial, uint64_t rest) {
                                                 success(uint32_t(size_t(trial) / kShots), size_t(trial) % kShots,
                                                         rest);
                                             });
    }

    void run(const Instruction& i) {
        const std::vector<uint32_t>& w = i.words;
        switch (i.code) {
            case JAYNES_FRAMES_ONE:
            case JAYNES_FRAMES_TWO: {
                uint32_t width = i.code == JAYNES_FRAMES_ONE ? 1 : 2;
                for (uint32_t k = 0; k < w[1]; k++) {
                    map({w.begin() + 2 + width * k, w.begin() + 2 + width * (k + 1)}, w[0]);
                }
                break;
            }
            case JAYNES_FRAMES_FEEDBACK:
                multiply(Bits(back(w[0])), w[1]);
                break;
            case JAYNES_FRAMES_MEASURE:
                event_++;
                for (uint32_t k = 0; k < w[2]; k++) {
                    uint32_t factor = w[3 + k] << 3 | w[0];
                    results.emplace_back(kShots);
                    add_anticommuting(results.back(), factor);
                    clear_or_multiply(w[1] != 0, factor, k);
                }
                break;
            case JAYNES_FRAMES_RESET:
                event_++;
                for (uint32_t k = 0; k < w[1]; k++) {
                    clear_or_multiply(true, w[2 + k] << 3 | w[0], k);
                }
                break;
            case JAYNES_FRAMES_PRODUCTS:
                event_++;
                run_products(w, true);
                break;
            case JAYNES_FRAMES_ROTATE:
                run_products(w, false);
                break;
            case JAYNES_FRAMES_ZEROS:
                results.insert(results.end(), w[0], Bits(kShots));
                break;
            case JAYNES_FRAMES_DETECTOR:
                detectors.emplace_back(kShots);
                for (uint32_t k = 0; k < w[0]; k++) {
                    add(detectors.back(), back(w[1 + k]));
                }
                break;
            case JAYNES_FRAMES_OBSERVABLE:
                for (uint32_t k = 0; k < w[1]; k++) {
                    if (w[2 + k] & 4) {
                        add(observables[w[0]], back(w[2 + k] >> 3));
                    } else {
                        add_anticommuting(observables[w[0]], w[2 + k]);
                    }
                }
                break;
            default:
                event_++;
                run_noise(i);
        }
    }

    void clear_or_multiply(bool clears, uint32_t factor, uint32_t row) {
        if (clears) {
            x_[factor >> 3] = z_[factor >> 3] = Bits(kShots);
        }
        multiply(random(row), factor);
    }

    void run_products(const std::vector<uint32_t>& w, bool measured) {
        size_t at = 1;
        for (uint32_t product = 0; product < w[0]; product++) {
            uint32_t count = w[at++];
            Bits shots(kShots);
            for (uint32_t k = 0; k < count; k++) {
                add_anticommuting(shots, w[at + k]);
            }
            if (measured) {
                results.push_back(shots);
                shots = random(product);
            }
            for (uint32_t k = 0; k < count; k++) {
                multiply(shots, w[at + k]);
            }
            at += count;
        }
    }

    void run_noise(const Instruction& i) {
        const std::vector<uint32_t>& w = i.words;
        switch (i.code) {
            case JAYNES_FRAMES_EVENT:
                break;
            case JAYNES_FRAMES_FLIP:
                for_each(i, true, w[0], [&](uint32_t k, size_t shot, uint64_t) { flip(back(w[0] - k), shot); });
                break;
            case JAYNES_FRAMES_PAULI:
                for_each(i, true, w[1], [&](uint32_t k, size_t shot, uint64_t) { flip_qubit(w[2 + k], w[0], shot); });
                break;
            case JAYNES_FRAMES_DEPOLARIZE:
                for_each(i, false, w[1], [&](uint32_t k, size_t shot, uint64_t rest) {
                    uint32_t cases = w[0] == 1 ? 3 : 15;
                    uint32_t chosen = 1 + uint32_t((rest >> 32) * cases >> 32);
                    for (uint32_t q = 0; q < w[0]; q++) {
                        flip_qubit(w[2 + w[0] * k + q], chosen >> (2 * q) & 3, shot);
                    }
                });
                break;
            case JAYNES_FRAMES_EXCLUSIVE:
                run_exclusive(i);
                break;
            default:
                run_correlated(i);
        }
    }

    void run_exclusive(const Instruction& i) {
        const std::vector<uint32_t>& w = i.words;
        uint32_t width = w[0], heralds = w[1], cases = w[2], n = w[3 + cases];
        for_each(i, false, n, [&](uint32_t k, size_t shot, uint64_t rest) {
            double left = decoder_definition::unit(rest) * i.numbers[1];
            uint32_t chosen = 0;
            while (chosen + 1 < cases && left >= i.numbers[2 + chosen]) {
                left -= i.numbers[2 + chosen++];
            }
            for (uint32_t q = 0; q < width; q++) {
                flip_qubit(w[4 + cases + width * k + q], w[3 + chosen] >> (2 * q) & 3, shot);
            }
            if (heralds) {
                flip(back(n - k), shot);
            }
        });
    }

    void run_correlated(const Instruction& i) {
        Bits hits(kShots);
        if (i.numbers[0] >= 0) {
            for_each(i, true, 1, [&](uint32_t, size_t shot, uint64_t) { hits[shot] = true; });
        }
        for (size_t shot = 0; shot < kShots; shot++) {
            bool before = i.words[0] != 0 && chain_[shot];
            hits[shot] = hits[shot] && !before;
            chain_[shot] = before || hits[shot];
        }
        for (uint32_t k = 0; k < i.words[1]; k++) {
            multiply(hits, i.words[2 + k]);
        }
    }
};

}  // namespace frames_definition

#endif
