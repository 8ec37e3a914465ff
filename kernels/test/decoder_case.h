/* Random arguments for samplers of error models and union-find, with what they must come to. */
#ifndef JAYNES_TEST_DECODER_CASE_H
#define JAYNES_TEST_DECODER_CASE_H

#include <memory>
#include <string>

#include "decoder_definition.h"
#include "launching.h"
#include "random_case.h"

/* Shots and what they decode to. */
struct ShotBuffers {
    size_t count;
    Buffer<uint64_t> shots;
    Buffer<uint64_t> predictions;
    Buffer<double> weights;
    Buffer<uint64_t> outcomes;

    ShotBuffers(size_t shot_count, size_t detector_words, size_t observable_words)
        : count(shot_count),
          shots(shot_count * detector_words),
          predictions(shot_count * observable_words),
          weights(shot_count),
          outcomes(shot_count) {}

    template <typename Arguments>
    void point(Arguments& a) {
        a.shots = shots.address();
        a.predictions = predictions.address();
        a.solution_weights = weights.address();
        a.outcomes = outcomes.address();
    }
};

/* Groups of errors with targets, and events that repeat groups. */
class ModelCase {
 public:
    JaynesSamplingArguments a = {};

    explicit ModelCase(Random& random) : widths_(buffer_of(layers_.widths)), heights_(buffer_of(layers_.heights)) {
        detectors_ = random.between(1, 100);
        observables_ = random.between(0, 70);
        unsigned groups = random.between(1, 4);
        for (unsigned g = 0; g < groups; g++) {
            add_group(random);
        }
        for (unsigned e = random.between(0, 6); e > 0; e--) {
            events_.push_back({int64_t(random.between(0, 20)), random.between(0, groups - 1), 0});
        }
        error_targets_.push_back(uint32_t(targets_.size()));
        targets_.push_back(0); /* an address also where there are no targets */
        events_at_ = std::make_unique<Buffer<JaynesSamplingEvent>>(buffer_of(events_));
        a.event_count = events_.size();
        a.events = events_at_->address();
        a.groups = reinterpret_cast<uint64_t>(groups_.data());
        a.probabilities = reinterpret_cast<uint64_t>(probabilities_.data());
        a.error_targets = reinterpret_cast<uint64_t>(error_targets_.data());
        a.targets = reinterpret_cast<uint64_t>(targets_.data());
        a.widths = widths_.address();
        a.heights = heights_.address();
        a.detector_words = (detectors_ + 20 + 63) / 64;
        a.observable_words = (observables_ + 63) / 64;
    }

    /* Detectors and observables of all shots. */
    std::pair<decoder_definition::Rows, decoder_definition::Rows> expected() const {
        decoder_definition::Rows detectors(a.shot_count, 64 * a.detector_words);
        decoder_definition::Rows observables(a.shot_count, 64 * a.observable_words);
        for (uint64_t first = 0; first < a.shot_count; first += JAYNES_SAMPLING_BLOCK_SHOTS) {
            for (size_t e = 0; e < events_.size(); e++) {
                const JaynesSamplingGroup& group = groups_[events_[e].group];
                decoder_definition::Draws draws(a.seed, e + 1, a.first_block + first / JAYNES_SAMPLING_BLOCK_SHOTS);
                decoder_definition::for_each_success(
                    layers_, draws, group.all_equal, group.scale,
                    int64_t(group.error_count) * JAYNES_SAMPLING_BLOCK_SHOTS, [&](int64_t trial, uint64_t rest) {
                        size_t error = group.first_error + size_t(trial / JAYNES_SAMPLING_BLOCK_SHOTS);
                        size_t shot = first + size_t(trial % JAYNES_SAMPLING_BLOCK_SHOTS);
                        double u = decoder_definition::unit(rest) * group.likeliest;
                        if (shot < a.shot_count && (group.all_equal || u < probabilities_[error])) {
                            flip(detectors, observables, shot, error, events_[e].detector_shift);
                        }
                    });
            }
        }
        return {detectors, observables};
    }

 private:
    decoder_definition::Layers layers_;
    Buffer<double> widths_;
    Buffer<double> heights_;
    unsigned detectors_ = 0;
    unsigned observables_ = 0;
    std::vector<JaynesSamplingGroup> groups_;
    std::vector<JaynesSamplingEvent> events_;
    std::vector<double> probabilities_;
    std::vector<uint32_t> error_targets_;
    std::vector<int32_t> targets_;
    std::unique_ptr<Buffer<JaynesSamplingEvent>> events_at_;

    void add_group(Random& random) {
        bool equal = random.chance(50);
        double likeliest = random.chance(10) ? 1 : 0.3 * decoder_definition::unit(random.bits()) + 1e-4;
        uint32_t errors = random.between(1, 20);
        groups_.push_back(
            {decoder_definition::scale_of(likeliest), likeliest, uint32_t(probabilities_.size()), errors, equal, 0});
        for (uint32_t error = 0; error < errors; error++) {
            probabilities_.push_back(equal ? likeliest : likeliest * decoder_definition::unit(random.bits()));
            error_targets_.push_back(uint32_t(targets_.size()));
            for (unsigned k = random.between(0, 3); k > 0; k--) {
                bool observable = observables_ > 0 && random.chance(25);
                int32_t number = int32_t(random.between(0, (observable ? observables_ : detectors_) - 1));
                targets_.push_back(observable ? ~number : number);
            }
        }
    }

    void flip(decoder_definition::Rows& detectors, decoder_definition::Rows& observables, size_t shot, size_t error,
              int64_t shift) const {
        for (uint32_t i = error_targets_[error]; i < error_targets_[error + 1]; i++) {
            if (targets_[i] >= 0) {
                detectors.flip(shot, size_t(targets_[i] + shift));
            } else {
                observables.flip(shot, size_t(~targets_[i]));
            }
        }
    }
};

/* A small random graph with a boundary, for union-find; edge k flips observable k. */
class GraphCase {
 public:
    JaynesUnionFindArguments a = {};

    explicit GraphCase(Random& random) : nodes_(random.between(1, 9)) {
        for (unsigned one = 0; one < nodes_; one++) {
            for (unsigned other = one + 1; other < nodes_; other++) {
                if (random.chance(35) && edges_.size() < 11) {
                    edges_.push_back({int(one), int(other), int(2 * random.between(0, 6))});
                }
            }
        }
        for (unsigned node = 0; node < nodes_; node++) {
            if (random.chance(40) && edges_.size() < 14) {
                edges_.push_back({int(node), -1, int(2 * random.between(0, 6))});
            }
        }
        boundary_weights_.assign(nodes_, 1 << 30);
        boundary_edges_.assign(nodes_, -1);
        first_observable_.push_back(0);
        for (uint32_t e = 0; e < edges_.size(); e++) {
            ends_.insert(ends_.end(), {edges_[e].one, edges_[e].other});
            magnitudes_.push_back(edges_[e].weight);
            observables_.push_back(e);
            first_observable_.push_back(e + 1);
            if (edges_[e].other < 0) {
                boundary_weights_[size_t(edges_[e].one)] = edges_[e].weight;
                boundary_edges_[size_t(edges_[e].one)] = int(e);
            }
        }
        for (unsigned node = 0; node < nodes_; node++) {
            first_half_.push_back(uint32_t(half_edges_.size()));
            for (uint32_t e = 0; e < edges_.size(); e++) {
                int one = edges_[e].one, other = edges_[e].other;
                if (other >= 0 && (one == int(node) || other == int(node))) {
                    halves_.insert(halves_.end(), {one == int(node) ? other : one, edges_[e].weight});
                    half_edges_.push_back(e);
                }
            }
        }
        first_half_.push_back(uint32_t(half_edges_.size()));
        point();
    }

    /* A solution explains the events and has its weight; one that is certified is of least weight. A shot is not solved
     * only where there is no solution, or where it is left. */
    void check(uint64_t events, uint64_t prediction, double weight, uint64_t outcome) const {
        double least = decoder_definition::least_weight(edges_, events);
        if (outcome == 0) {
            expect(std::isinf(least) && std::isinf(weight) && prediction == 0, "gives up a shot that has a solution");
        } else if (outcome == JAYNES_UNION_FIND_LEFT) {
            expect(a.certify && prediction == 0, "leaves a shot");
        } else {
            expect(outcome == JAYNES_UNION_FIND_SOLVED, "has an outcome that there is not");
            double sum = 0;
            events ^= explained(prediction, sum);
            expect(events == 0, "does not explain the events");
            expect(weight == sum / a.weight_divisor, "has another weight");
            expect(!a.certify || 2 * sum == least, "certifies a solution that is not the best");
        }
    }

    /* The solution of what is proven of a shot is the best of the events that are not left. */
    void check_part(uint64_t events, uint64_t prediction, double weight, uint64_t outcome,
                    const JaynesUnionFindBall* balls) const {
        const JaynesUnionFindBall* ball = balls + (outcome >> 32);
        for (uint32_t rest = uint32_t(outcome) >> JAYNES_UNION_FIND_COUNT_SHIFT; rest > 0; rest--, ball++) {
            if (ball->reach == JAYNES_UNION_FIND_EVENT) {
                expect((events >> ball->node & 1) != 0, "leaves an event that there is not");
                events ^= 1ull << ball->node;
            } else {
                expect(ball->reach >= 0 && ball->reach <= boundary_weights_[ball->node], "has another ball");
            }
        }
        double sum = 0;
        expect(events != 0 && explained(prediction, sum) == events, "does not explain what it proves");
        expect(weight == 2 * sum && weight == decoder_definition::least_weight(edges_, events),
               "proves a part that is not the best");
    }

 private:
    /* The events that edges make; adds the halves of their weights. */
    uint64_t explained(uint64_t prediction, double& sum) const {
        uint64_t events = 0;
        for (size_t e = 0; e < edges_.size(); e++) {
            if (prediction >> e & 1) {
                events ^= 1ull << edges_[e].one ^ (edges_[e].other < 0 ? 0 : 1ull << edges_[e].other);
                sum += edges_[e].weight / 2;
            }
        }
        return events;
    }

    unsigned nodes_;
    std::vector<decoder_definition::Edge> edges_;
    std::vector<uint32_t> first_half_, half_edges_, first_observable_, observables_;
    std::vector<int32_t> halves_, boundary_weights_, boundary_edges_, ends_, magnitudes_;
    uint64_t nothing_[2] = {0, 0};

    static void expect(bool holds, const std::string& complaint) {
        if (!holds) {
            fail("jaynes_union_find " + complaint);
        }
    }

    template <typename T>
    static uint64_t address(const std::vector<T>& values) {
        return reinterpret_cast<uint64_t>(values.data());
    }

    void point() {
        a.first_half = address(first_half_);
        a.halves = address(halves_);
        a.half_edges = address(half_edges_);
        a.boundary_weights = address(boundary_weights_);
        a.boundary_edges = address(boundary_edges_);
        a.ends = address(ends_);
        a.magnitudes = address(magnitudes_);
        a.first_observable = address(first_observable_);
        a.observables = address(observables_);
        a.negative_detectors = reinterpret_cast<uint64_t>(&nothing_[0]);
        a.negative_observables = reinterpret_cast<uint64_t>(&nothing_[1]);
        a.weight_divisor = 4;
        a.node_count = nodes_;
        a.queue_capacity = 4 * nodes_ + 64;
        a.detector_words = 1;
        a.observable_words = 1;
        uint64_t bytes = nodes_ * sizeof(JaynesUnionFindNode) + (nodes_ + 1) * sizeof(JaynesUnionFindCluster) +
                         a.queue_capacity * sizeof(JaynesUnionFindEntry) +
                         (3 * nodes_ + 2 * JAYNES_UNION_FIND_BUCKETS) * 4;
        a.state_bytes = (bytes + 31) / 32 * 32;
    }
};

#endif
