/* Time steps of the loops' states for several shots at once, turns and scalings, on random data. */
#ifndef JAYNES_TEST_WINDOW_TEST_H
#define JAYNES_TEST_WINDOW_TEST_H

#include <memory>

#include "launching.h"
#include "photonics/launch.h"
#include "photonics_buffers.h"

/* A step of one shot, with sparse random matrices; rows of y lie anywhere. */
class WindowCase {
    std::vector<JaynesWindowGroup> groups_;
    std::vector<uint32_t> rows_, first_row_ = {0}, first_entry_ = {0}, columns_;
    std::vector<Number> entries_, x_, expected_;
    bool real_;
    std::vector<std::unique_ptr<Buffer<double>>> doubles_;
    std::vector<std::unique_ptr<Buffer<uint32_t>>> indices_;
    std::unique_ptr<Buffer<JaynesWindowGroup>> group_buffer_;
    std::unique_ptr<Buffer<double>> y_re_, y_im_;

    uint64_t address(const std::vector<uint32_t>& values) {
        indices_.push_back(std::make_unique<Buffer<uint32_t>>(buffer_of(values)));
        return indices_.back()->address();
    }
    uint64_t address(const std::vector<Number>& values, bool imaginary) {
        doubles_.push_back(std::make_unique<Buffer<double>>(parts(values, imaginary)));
        return doubles_.back()->address();
    }

 public:
    double sum = 0;

    WindowCase(Random& random, bool real) : real_(real) {
        std::vector<uint32_t> sources; /* rows of x that each matrix reads */
        for (uint32_t s = random.between(1, 4); s > 0; s--) {
            sources.push_back(random.between(1, 4));
            for (uint32_t row = random.between(0, 4); row > 0; row--) {
                for (uint32_t column = 0; column < sources.back(); column++) {
                    if (random.chance(60)) {
                        columns_.push_back(column);
                        entries_.push_back(random_numbers(random, 1, real)[0]);
                    }
                }
                first_entry_.push_back(uint32_t(columns_.size()));
            }
            first_row_.push_back(uint32_t(first_entry_.size() - 1));
        }
        uint32_t size = 0;
        for (uint32_t g = random.between(1, 12); g > 0; g--) {
            uint32_t matrix = random.between(0, uint32_t(sources.size()) - 1);
            uint32_t width = JAYNES_PHOTON_LANES * random.between(1, 9);
            groups_.push_back({uint32_t(x_.size()), uint32_t(rows_.size()), width, matrix});
            std::vector<Number> more = random_numbers(random, sources[matrix] * width, real);
            x_.insert(x_.end(), more.begin(), more.end());
            for (uint32_t row = first_row_[matrix]; row < first_row_[matrix + 1]; row++) {
                rows_.push_back(size);
                size += width;
            }
        }
        expected_.resize(size, {0, 0});
        make();
        rows_.push_back(0); /* addresses also where there is nothing */
        columns_.push_back(0);
        entries_.push_back({0, 0});
        y_re_ = std::make_unique<Buffer<double>>(size + 1);
        y_im_ = std::make_unique<Buffer<double>>(size + 1);
    }

    uint64_t groups() const { return groups_.size(); }

    JaynesWindowStepArguments arguments(uint64_t result) {
        group_buffer_ = std::make_unique<Buffer<JaynesWindowGroup>>(buffer_of(groups_));
        JaynesWindowStepArguments a = {};
        a.groups = group_buffer_->address();
        a.rows = address(rows_);
        a.first_row = address(first_row_);
        a.first_entry = address(first_entry_);
        a.columns = address(columns_);
        a.m_re = address(entries_, false);
        a.m_im = real_ ? 0 : address(entries_, true);
        a.x_re = address(x_, false);
        a.x_im = real_ ? 0 : address(x_, true);
        a.y_re = y_re_->address();
        a.y_im = real_ ? 0 : y_im_->address();
        a.sum = result;
        a.group_count = groups_.size();
        return a;
    }

    void check(const std::string& name, double found) {
        compare(name, y_re_->data(), parts(expected_, false).data(), expected_.size());
        if (!real_) {
            compare(name, y_im_->data(), parts(expected_, true).data(), expected_.size());
        }
        compare(name, &found, &sum, 1);
    }

 private:
    void make() {
        double sums[JAYNES_PHOTON_LANES] = {};
        for (const JaynesWindowGroup& group : groups_) {
            double lane[JAYNES_WINDOW_RUN] = {};
            for (uint32_t column = 0; column < group.columns; column++) {
                for (uint32_t row = first_row_[group.matrix]; row < first_row_[group.matrix + 1]; row++) {
                    Number y = {0, 0};
                    for (uint32_t e = first_entry_[row]; e < first_entry_[row + 1]; e++) {
                        Number x = x_[group.x_start + columns_[e] * group.columns + column];
                        y = photonics_definition::plus_product(y, entries_[e], x, real_);
                    }
                    expected_[rows_[group.first_row + row - first_row_[group.matrix]] + column] = y;
                    double& square = lane[column % JAYNES_WINDOW_RUN];
                    square = std::fma(y.im, y.im, std::fma(y.re, y.re, square));
                }
            }
            for (uint32_t q = 0; q < JAYNES_PHOTON_LANES; q++) {
                sums[q] += (lane[q] + lane[q + 16]) + (lane[q + 8] + lane[q + 24]);
            }
        }
        sum = ((sums[0] + sums[4]) + (sums[2] + sums[6])) + ((sums[1] + sums[5]) + (sums[3] + sums[7]));
    }
};

inline void test_window(Random& random) {
    bool real = random.chance(50);
    std::vector<std::unique_ptr<WindowCase>> shots;
    uint64_t groups = 0;
    for (uint32_t i = random.between(1, 4); i > 0; i--) {
        shots.push_back(std::make_unique<WindowCase>(random, real));
        groups = std::max(groups, shots.back()->groups());
    }
    Buffer<double> sums(shots.size()), partials(JAYNES_PHOTON_LANES * groups * shots.size());
    Buffer<JaynesWindowStepArguments> steps(shots.size());
    for (size_t i = 0; i < shots.size(); i++) {
        steps[i] = shots[i]->arguments(sums.address() + 8 * i);
    }
    JaynesWindowBatchArguments batch = {steps.address(), partials.address(), JAYNES_PHOTON_LANES * groups,
                                        shots.size()};
    std::string name = real ? "jaynes_window_step_real" : "jaynes_window_step_complex";
    launch(name, batch, random.between(1, 5), 32 * random.between(1, 4), 0);
    for (size_t i = 0; i < shots.size(); i++) {
        shots[i]->check(name, sums[i]);
    }
}

/* Rows of eight, sixteen, ... columns from anywhere. */
inline void test_window_turn(Random& random) {
    bool real = random.chance(50);
    std::vector<Number> x = random_numbers(random, random.between(60, 120), real), expected;
    std::vector<uint32_t> bases;
    std::vector<JaynesWindowTurnColumn> columns;
    for (uint32_t i = 0; i < 20; i++) {
        bases.push_back(random.between(0, 40));
    }
    for (uint32_t i = 0; i < 64; i++) {
        columns.push_back({random.between(0, 5), random.between(0, 19)});
    }
    std::vector<JaynesWindowTurnRow> rows;
    for (uint32_t i = random.between(1, 40); i > 0; i--) {
        uint32_t count = JAYNES_PHOTON_LANES * random.between(1, 4);
        rows.push_back({uint32_t(expected.size()), count, random.between(0, 64 - count), random.between(0, 14)});
        for (uint32_t j = 0; j < count; j++) {
            const JaynesWindowTurnColumn& column = columns[rows.back().first_column + j];
            expected.push_back(x[bases[rows.back().first_base + column.base] + column.offset]);
        }
    }
    Buffer<uint32_t> base_buffer = buffer_of(bases);
    Buffer<JaynesWindowTurnColumn> column_buffer = buffer_of(columns);
    Buffer<JaynesWindowTurnRow> row_buffer = buffer_of(rows);
    Buffer<double> x_re = parts(x, false), x_im = parts(x, true), y_re(expected.size()), y_im(expected.size());
    Buffer<JaynesWindowTurnArguments> turn(1);
    turn[0] = {row_buffer.address(),      column_buffer.address(), base_buffer.address(),     x_re.address(),
               real ? 0 : x_im.address(), y_re.address(),          real ? 0 : y_im.address(), rows.size()};
    launch("jaynes_window_turn", JaynesWindowBatchArguments{turn.address(), 0, 0, 1}, random.between(1, 3),
           32 * random.between(1, 4), 0);
    compare("jaynes_window_turn", y_re.data(), parts(expected, false).data(), expected.size());
    if (!real) {
        compare("jaynes_window_turn", y_im.data(), parts(expected, true).data(), expected.size());
    }

    double factor = random.real<double>();
    for (Number& number : x) {
        number = {factor * number.re, factor * number.im};
    }
    Buffer<JaynesWindowScaleArguments> scale(1);
    scale[0] = {x_re.address(), real ? 0 : x_im.address(), x.size(), factor};
    launch("jaynes_window_scale", JaynesWindowBatchArguments{scale.address(), 0, 0, 1}, random.between(1, 3),
           random.between(1, 70), 0);
    compare("jaynes_window_scale", x_re.data(), parts(x, false).data(), x.size());
    if (!real) {
        compare("jaynes_window_scale", x_im.data(), parts(x, true).data(), x.size());
    }
}

#endif
