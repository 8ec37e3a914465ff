/* Random arguments for belief propagation and ordered statistics, with what they must come to. */
#ifndef JAYNES_TEST_LDPC_CASE_H
#define JAYNES_TEST_LDPC_CASE_H

#include <numeric>
#include <string>

#include "decoder_definition.h"
#include "launching.h"
#include "random_case.h"

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
        p.a.half = random.between(0, 1);
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
    std::vector<uint32_t> levels_, level_rows_, level_edges_, edge_columns_;
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
            p.priors.push_back(p.kept(float(random.real<double>() * 3 + 2)));
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
        p.layered = random.chance(40);
        if (p.layered) {
            a.memory = 0;
            a.has_memory = a.legs = 0;
        }
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
        lay_out_levels(row_place, column_place);
        size_t numbers = a.half ? 2 * (column_places + 2 + 2 * row_places) : 4 * (column_places + 1 + 2 * row_places);
        size_t words = row_places + a.sign_words * row_places + 2 * a.row_group_count + a.column_group_count;
        a.state_bytes = uint32_t((numbers + 4 * words + 15) / 16 * 16);
        point();
    }

    /* A row is a level above the highest of the rows before it that share a column with it. */
    void lay_out_levels(const std::vector<uint32_t>& row_place, const std::vector<uint32_t>& column_place) {
        std::vector<std::vector<uint32_t>> levels;
        std::vector<size_t> next(p.columns);
        for (uint32_t row = 0; row < p.rows; row++) {
            size_t level = 0;
            for (size_t column : p.row_columns[row]) {
                level = std::max(level, next[column]);
            }
            for (size_t column : p.row_columns[row]) {
                next[column] = level + 1;
            }
            levels.resize(std::max(levels.size(), level + 1));
            levels[level].push_back(row);
        }
        levels_.push_back(0);
        for (const std::vector<uint32_t>& level : levels) {
            for (uint32_t row : level) {
                level_rows_.push_back(row_place[row]);
                level_edges_.push_back(uint32_t(edge_columns_.size()));
                for (size_t column : p.row_columns[row]) {
                    edge_columns_.push_back(column_place[column]);
                }
            }
            levels_.push_back(uint32_t(level_rows_.size()));
        }
        level_edges_.push_back(uint32_t(edge_columns_.size()));
        p.a.level_count = uint32_t(levels.size());
    }

    template <typename T>
    static uint64_t address(const std::vector<T>& values) {
        return reinterpret_cast<uint64_t>(values.data());
    }

    void point() {
        JaynesPropagationArguments& a = p.a;
        a.levels = address(levels_);
        a.level_rows = address(level_rows_);
        a.level_edges = address(level_edges_);
        a.edge_columns = address(edge_columns_);
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

/* Systems of equations with posteriors; column k flips observable k. */
class OrderedStatisticsCase {
 public:
    JaynesOrderedStatisticsArguments a = {};
    std::vector<uint64_t> right; /* by shot */

    explicit OrderedStatisticsCase(Random& random) {
        unsigned rows = random.between(1, 60);
        unsigned columns = random.between(1, 90);
        column_start_.push_back(0);
        for (unsigned column = 0; column < columns; column++) {
            std::vector<unsigned> flipped = random.distinct(random.between(0, std::min(rows, 4u)), rows);
            std::sort(flipped.begin(), flipped.end());
            columns_.push_back(0);
            for (unsigned row : flipped) {
                column_rows_.push_back(row);
                columns_.back() |= 1ull << row;
            }
            column_start_.push_back(uint32_t(column_rows_.size()));
            whole_weights_.push_back(int32_t(random.between(0, 1000)) - 100);
            weights_.push_back(whole_weights_.back() / 64.0);
        }
        column_rows_.push_back(0); /* an address also where there are none */
        for (unsigned shot = 0; shot < 4; shot++) {
            right.push_back(0);
            for (unsigned column = 0; column < columns; column++) {
                right.back() ^= random.chance(20) ? columns_[column] : 0;
                posteriors_.push_back(random.chance(20) ? 1.0f : random.real<float>());
            }
            right.back() ^= random.chance(10) ? 1 : 0;
        }
        a.row_count = rows;
        a.column_count = columns;
        a.detector_words = 1;
        a.observable_words = (columns + 63) / 64;
        a.search = random.between(0, 2);
        a.kept_count = a.search == JAYNES_ORDERED_STATISTICS_ZERO ? 0 : random.between(0, 8);
        size_t words = (rows + 31) / 32;
        size_t panel = JAYNES_ORDERED_STATISTICS_PANEL;
        size_t state = 4 * (2 * panel + panel + panel + 2 * rows + 2 * words + panel * words + (columns + 31) / 32 +
                            8 * words * 16 + a.kept_count * words + std::max(rows * words, size_t(16 * 512)));
        a.state_bytes = (state + 15) / 16 * 16;
        observables_.assign(columns * a.observable_words, 0);
        for (unsigned column = 0; column < columns; column++) {
            observables_[column * a.observable_words + column / 64] = 1ull << (column % 64);
        }
        certain_.assign(a.observable_words, 0);
        a.column_start = reinterpret_cast<uint64_t>(column_start_.data());
        a.column_rows = reinterpret_cast<uint64_t>(column_rows_.data());
        a.whole_weights = reinterpret_cast<uint64_t>(whole_weights_.data());
        a.weights = reinterpret_cast<uint64_t>(weights_.data());
        a.observables = reinterpret_cast<uint64_t>(observables_.data());
        a.certain = reinterpret_cast<uint64_t>(certain_.data());
        a.posteriors = reinterpret_cast<uint64_t>(posteriors_.data());
    }

    /* What is solved explains the events and has its weight; that of the independent columns alone is the one of the
     * definition, and no search finds a heavier one. */
    void check(size_t shot, const uint64_t* prediction, double weight, bool solved) const {
        std::vector<size_t> order(columns_.size());
        std::iota(order.begin(), order.end(), size_t(0));
        const float* posteriors = posteriors_.data() + shot * columns_.size();
        std::stable_sort(order.begin(), order.end(), [&](size_t i, size_t j) { return posteriors[i] < posteriors[j]; });
        std::vector<bool> first = decoder_definition::solve_in_order(columns_, order, right[shot]);
        expect(solved == !first.empty(), "has another opinion of whether there is a solution");
        if (!solved) {
            return;
        }
        uint64_t events = right[shot];
        double sum = 0;
        double first_sum = 0;
        bool same = true;
        for (size_t column = 0; column < columns_.size(); column++) {
            bool has = prediction[column / 64] >> (column % 64) & 1;
            events ^= has ? columns_[column] : 0;
            sum += has ? weights_[column] : 0;
            first_sum += first[column] ? weights_[column] : 0;
            same = same && has == first[column];
        }
        expect(events == 0, "does not explain the events");
        expect(sum == weight, "has another weight");
        expect(sum <= first_sum, "has found a heavier solution");
        expect(same || a.search != JAYNES_ORDERED_STATISTICS_ZERO, "has not used the first independent columns");
    }

 private:
    std::vector<uint64_t> columns_, observables_, certain_;
    std::vector<uint32_t> column_start_, column_rows_;
    std::vector<int32_t> whole_weights_;
    std::vector<double> weights_;
    std::vector<float> posteriors_;

    static void expect(bool holds, const std::string& complaint) {
        if (!holds) {
            fail("jaynes_ordered_statistics " + complaint);
        }
    }
};

#endif
