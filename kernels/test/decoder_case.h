/* Random arguments for the kernels of the module decoder, with what they must come to. */
#ifndef JAYNES_TEST_DECODER_CASE_H
#define JAYNES_TEST_DECODER_CASE_H

#include <memory>
#include <numeric>
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

/* A random matrix and settings of belief propagation, laid out for warps. */
class PropagationCase {
 public:
    decoder_definition::Propagation p = {};
    uint32_t observable_count;
    std::vector<std::vector<bool>> events;

    explicit PropagationCase(Random& random)
        : observable_count(random.between(0, 70)), observables_(0, 0), certain_(1, observable_count) {
        p.rows = random.between(1, 70);
        p.columns = random.between(1, 90);
        observables_ = decoder_definition::Rows(p.columns, observable_count);
        make_matrix(random);
        make_settings(random);
        lay_out();
        for (int shot = 0; shot < 3; shot++) {
            make_shot(random);
        }
    }

    /* What a set of errors flips. */
    void predict(const std::vector<bool>& errors, decoder_definition::Rows& predictions, size_t shot) const {
        for (size_t bit = 0; bit < observable_count; bit++) {
            bool flips = certain_.at(0, bit);
            for (size_t column = 0; column < p.columns; column++) {
                flips ^= errors[column] && observables_.at(column, bit);
            }
            if (flips) {
                predictions.flip(shot, bit);
            }
        }
    }

 private:
    static constexpr uint32_t kNone = 0xFFFFFFFFu;

    decoder_definition::Rows observables_;
    decoder_definition::Rows certain_;
    std::vector<uint32_t> row_slots_, slot_columns_, column_slots_, slot_messages_, row_at_, column_at_;
    std::vector<float> priors_, strengths_;

    void make_matrix(Random& random) {
        p.row_columns.resize(p.rows);
        for (size_t row = 0; row < p.rows; row++) {
            unsigned most = random.chance(5) ? 50 : 6;
            std::vector<unsigned> columns =
                random.distinct(std::min<unsigned>(random.between(0, most), unsigned(p.columns)), unsigned(p.columns));
            std::sort(columns.begin(), columns.end());
            p.row_columns[row].assign(columns.begin(), columns.end());
        }
        for (size_t column = 0; column < p.columns; column++) {
            p.priors.push_back(float(random.real<double>() * 3 + 2));
            p.weights.push_back(p.priors.back());
            for (size_t bit = 0; bit < observable_count; bit++) {
                if (random.chance(20)) {
                    observables_.flip(column, bit);
                }
            }
        }
        for (size_t bit = 0; bit < observable_count; bit++) {
            if (random.chance(20)) {
                certain_.flip(0, bit);
            }
        }
    }

    void make_settings(Random& random) {
        JaynesPropagationArguments& a = p.a;
        a.iterations = random.between(1, 12);
        a.leg_iterations = random.between(1, 5);
        a.legs = random.between(0, 3);
        a.solutions = random.between(1, 3);
        a.scaling = random.chance(30) ? 0 : 0.9f;
        a.memory = random.chance(50) ? 0 : 0.3f;
        a.has_memory = a.memory != 0 || a.legs > 0;
        a.empty_is_lightest = random.between(0, 1);
        for (uint32_t leg = 0; leg < a.legs; leg++) {
            p.strengths.emplace_back();
            for (size_t column = 0; column < p.columns; column++) {
                p.strengths.back().push_back(random.real<float>());
            }
        }
    }

    /* Places by number of edges, most first; `slots` gets the first slot of each group. */
    static std::vector<uint32_t> order(const std::vector<std::vector<uint32_t>>& edges, std::vector<uint32_t>& slots) {
        std::vector<uint32_t> at(edges.size());
        std::iota(at.begin(), at.end(), 0u);
        std::stable_sort(at.begin(), at.end(),
                         [&](uint32_t i, uint32_t j) { return edges[i].size() > edges[j].size(); });
        slots.push_back(0);
        for (size_t first = 0; first < at.size(); first += JAYNES_WARP) {
            slots.push_back(slots.back() + uint32_t(edges[at[first]].size()));
        }
        return at;
    }

    static std::vector<uint32_t> inverse(const std::vector<uint32_t>& at) {
        std::vector<uint32_t> places(at.size());
        for (uint32_t place = 0; place < at.size(); place++) {
            places[at[place]] = place;
        }
        return places;
    }

    void lay_out() {
        JaynesPropagationArguments& a = p.a;
        std::vector<std::vector<uint32_t>> row_edges(p.rows), column_rows(p.columns), in_row(p.columns);
        for (uint32_t row = 0; row < p.rows; row++) {
            for (size_t column : p.row_columns[row]) {
                in_row[column].push_back(uint32_t(row_edges[row].size()));
                column_rows[column].push_back(row);
                row_edges[row].push_back(uint32_t(column));
            }
        }
        row_at_ = order(row_edges, row_slots_);
        column_at_ = order(column_rows, column_slots_);
        std::vector<uint32_t> row_place = inverse(row_at_), column_place = inverse(column_at_);
        a.row_group_count = uint32_t(row_slots_.size() - 1);
        a.column_group_count = uint32_t(column_slots_.size() - 1);
        uint32_t column_places = a.column_group_count * JAYNES_WARP;
        a.place_bits = 8;
        slot_columns_.assign(row_slots_.back() * JAYNES_WARP + 1, column_places);
        slot_messages_.assign(column_slots_.back() * JAYNES_WARP + 1, kNone);
        auto slot = [](const std::vector<uint32_t>& slots, uint32_t place, size_t k) {
            return (slots[place / JAYNES_WARP] + k) * JAYNES_WARP + place % JAYNES_WARP;
        };
        size_t longest = 0;
        for (uint32_t row = 0; row < p.rows; row++) {
            longest = std::max(longest, row_edges[row].size());
            for (size_t k = 0; k < row_edges[row].size(); k++) {
                slot_columns_[slot(row_slots_, row_place[row], k)] = column_place[row_edges[row][k]];
            }
        }
        for (uint32_t column = 0; column < p.columns; column++) {
            for (size_t k = 0; k < column_rows[column].size(); k++) {
                slot_messages_[slot(column_slots_, column_place[column], k)] =
                    in_row[column][k] << a.place_bits | row_place[column_rows[column][k]];
            }
        }
        a.sign_words = uint32_t((longest + 31) / 32);
        row_at_.resize(a.row_group_count * JAYNES_WARP, kNone);
        priors_.assign(column_places + 1, 0);
        priors_[column_places] = std::numeric_limits<float>::infinity();
        strengths_.assign(a.legs * column_places + 1, 0);
        for (uint32_t column = 0; column < p.columns; column++) {
            priors_[column_place[column]] = p.priors[column];
            for (uint32_t leg = 0; leg < a.legs; leg++) {
                strengths_[leg * column_places + column_place[column]] = p.strengths[leg][column];
            }
        }
        uint32_t row_places = a.row_group_count * JAYNES_WARP;
        size_t words = column_places + 1 + 3 * row_places + a.sign_words * row_places + 2 * a.row_group_count +
                       a.column_group_count;
        a.state_bytes = uint32_t((4 * words + 15) / 16 * 16);
        point();
    }

    template <typename T>
    static uint64_t address(const std::vector<T>& values) {
        return reinterpret_cast<uint64_t>(values.data());
    }

    void point() {
        JaynesPropagationArguments& a = p.a;
        a.row_slots = address(row_slots_);
        a.slot_columns = address(slot_columns_);
        a.column_slots = address(column_slots_);
        a.slot_messages = address(slot_messages_);
        a.row_at = address(row_at_);
        a.column_at = address(column_at_);
        a.priors = address(priors_);
        a.strengths = address(strengths_);
        a.weights = address(p.weights);
        a.observables = address(observables_.data);
        a.certain = address(certain_.data);
        a.column_count = uint32_t(p.columns);
        a.detector_words = uint32_t((p.rows + 63) / 64);
        a.observable_words = uint32_t(certain_.words);
    }

    /* Mostly events that some errors explain. */
    void make_shot(Random& random) {
        events.emplace_back(p.rows);
        std::vector<bool> errors(p.columns);
        for (size_t column = 0; column < p.columns; column++) {
            errors[column] = random.chance(5);
        }
        for (size_t row = 0; row < p.rows; row++) {
            bool parity = random.chance(1);
            for (size_t column : p.row_columns[row]) {
                parity ^= errors[column];
            }
            events.back()[row] = parity;
        }
    }
};

/* A small random graph with a boundary, for union-find; edge k flips observable k. */
class GraphCase {
 public:
    JaynesUnionFindArguments a = {};

    explicit GraphCase(Random& random) : nodes_(random.between(1, 6)) {
        for (unsigned one = 0; one < nodes_; one++) {
            for (unsigned other = one + 1; other < nodes_; other++) {
                if (random.chance(50)) {
                    edges_.push_back({int(one), int(other), int(2 * random.between(0, 6))});
                }
            }
        }
        for (unsigned node = 0; node < nodes_; node++) {
            if (random.chance(50) && edges_.size() < 14) {
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
            for (size_t e = 0; e < edges_.size(); e++) {
                if (prediction >> e & 1) {
                    events ^= 1ull << edges_[e].one ^ (edges_[e].other < 0 ? 0 : 1ull << edges_[e].other);
                    sum += edges_[e].weight / 2;
                }
            }
            expect(events == 0, "does not explain the events");
            expect(weight == sum / a.weight_divisor, "has another weight");
            expect(!a.certify || 2 * sum == least, "certifies a solution that is not the best");
        }
    }

 private:
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
