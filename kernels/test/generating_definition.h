/* Forms, their values, means and covariances of jaynes_photonics.h, read as plainly as possible: by photon numbers. */
#ifndef JAYNES_TEST_GENERATING_DEFINITION_H
#define JAYNES_TEST_GENERATING_DEFINITION_H

#include <map>
#include <utility>
#include <vector>

#include "photonics_definition.h"

namespace generating_definition {

using photonics_definition::Number;
typedef std::vector<uint32_t> Monomial;

inline Number times(Number a, Number b) { return {a.re * b.re - a.im * b.im, a.re * b.im + a.im * b.re}; }
inline Number plus(Number a, Number b) { return {a.re + b.re, a.im + b.im}; }
inline double square(Number a) { return a.re * a.re + a.im * a.im; }

/* Coefficients by both monomials; those that are missing are 0. */
struct Form {
    uint32_t variables;
    std::map<std::pair<Monomial, Monomial>, Number> coefficients;

    Number at(const Monomial& u, const Monomial& v) const {
        auto found = coefficients.find({u, v});
        return found == coefficients.end() ? Number{0, 0} : found->second;
    }

    static Form one(uint32_t variables) {
        Monomial constant(variables, 0);
        return {variables, {{{constant, constant}, {1, 0}}}};
    }

    /* All coefficients up to a degree in the order of memory. */
    std::vector<Number> numbers(uint32_t degree) const {
        std::vector<Number> all;
        for (uint32_t d = 0; d <= degree; d++) {
            for (const Monomial& u : photonics_definition::states(variables, d)) {
                for (const Monomial& v : photonics_definition::states(variables, d)) {
                    all.push_back(at(u, v));
                }
            }
        }
        return all;
    }

    /* Times |sum a_i x_i|^2, up to a degree. */
    Form raised(const std::vector<Number>& a, uint32_t highest) const {
        Form y = {variables, {}};
        for (uint32_t d = 1; d <= highest; d++) {
            for (const Monomial& u : photonics_definition::states(variables, d)) {
                for (const Monomial& v : photonics_definition::states(variables, d)) {
                    y.coefficients[{u, v}] = raised_entry(a, u, v);
                }
            }
        }
        return y;
    }

    Number value(const std::vector<Number>& w, uint32_t degree) const {
        Number z = {0, 0};
        for (uint32_t d = 0; d <= degree; d++) {
            for (const Monomial& u : photonics_definition::states(variables, d)) {
                double factorial = 1;
                for (uint32_t power : u) {
                    for (uint32_t f = 2; f <= power; f++) {
                        factorial *= f;
                    }
                }
                Number m = {at(u, u).re * factorial, at(u, u).im * factorial};
                for (uint32_t i = 0; i < variables; i++) {
                    for (uint32_t f = 0; f < u[i]; f++) {
                        Number product = times(m, w[i]);
                        m = {-product.re, -product.im};
                    }
                }
                z = plus(z, m);
            }
        }
        return z;
    }

 private:
    Number raised_entry(const std::vector<Number>& a, Monomial u, Monomial v) const {
        Number y = {0, 0};
        for (uint32_t i = variables; i-- > 0;) {
            for (uint32_t k = variables; k-- > 0;) {
                if (u[i] > 0 && v[k] > 0) {
                    Number p = {a[i].re * a[k].re + a[i].im * a[k].im, a[i].im * a[k].re - a[i].re * a[k].im};
                    u[i]--;
                    v[k]--;
                    y = plus(y, times(p, at(u, v)));
                    u[i]++;
                    v[k]++;
                }
            }
        }
        return y;
    }
};

/* Rows of modes, n photons in each column. */
struct Moments {
    std::vector<std::vector<Number>> rows;
    std::vector<double> photons;
    std::vector<std::vector<double>> exchange;
    double second, transmission, dark;

    double sum(uint32_t p) const {
        double sum = 0;
        for (size_t j = 0; j < photons.size(); j++) {
            sum += photons[j] * square(rows[p][j]);
        }
        return sum;
    }
    double mean(uint32_t p) const { return transmission * (1 + second) * sum(p) + dark; }

    double covariance(uint32_t p, uint32_t q) const {
        double c = 0;
        double e = 2 * second * sum(p) * sum(q) + second * second * sum(p) * sum(q);
        for (size_t j = 0; j < photons.size(); j++) {
            double both = square(rows[p][j]);
            c += photons[j] * (photons[j] - 1) * both * square(rows[q][j]);
            e -= second * second * photons[j] * both * square(rows[q][j]);
            for (size_t k = 0; k < photons.size(); k++) {
                if (k != j) {
                    Number b = product(rows[p][k], rows[p][j]);
                    Number d = product(rows[q][j], rows[q][k]);
                    c += photons[j] * photons[k] * both * square(rows[q][k]);
                    c += exchange[j][k] * (b.re * d.re - b.im * d.im);
                }
            }
        }
        return transmission * transmission * (c + e - (1 + second) * sum(p) * (1 + second) * sum(q));
    }

 private:
    /* x conj(y) */
    static Number product(Number x, Number y) { return {x.re * y.re + x.im * y.im, x.im * y.re - x.re * y.im}; }
};

}  // namespace generating_definition

#endif
