package org.jaynes.photonics.marginal;

import org.jaynes.photonics.fock.FockBasis;

/** Monomials of up to n factors in k variables, and where each goes when one more factor comes. */
final class RaisingTable {
    private final int variables;
    private final FockBasis[] bases;
    /** raised[d][u * k + i]: the number of monomial u of degree d times variable i, among those of degree d + 1. */
    private final int[][] raised;

    RaisingTable(int variables, int degree) {
        this.variables = variables;
        this.bases = new FockBasis[degree + 1];
        for (int d = 0; d <= degree; d++) {
            bases[d] = new FockBasis(variables, d);
        }
        this.raised = new int[degree][];
        for (int d = 0; d < degree; d++) {
            raised[d] = new int[bases[d].size() * variables];
            int[] monomial = bases[d].first();
            for (int u = 0; u < bases[d].size(); u++) {
                for (int i = 0; i < variables; i++) {
                    monomial[i]++;
                    raised[d][u * variables + i] = bases[d + 1].rank(monomial);
                    monomial[i]--;
                }
                bases[d].next(monomial);
            }
        }
    }

    int variables() {
        return variables;
    }

    int degree() {
        return raised.length;
    }

    /** The number of monomials of a degree. */
    int count(int degree) {
        return bases[degree].size();
    }

    int[] raised(int degree) {
        return raised[degree];
    }

    FockBasis basis(int degree) {
        return bases[degree];
    }

    /** The products of the factorials of the powers, of every monomial of a degree. */
    double[] factorials(int degree) {
        double[] products = new double[count(degree)];
        int[] monomial = bases[degree].first();
        for (int u = 0; u < products.length; u++) {
            products[u] = 1;
            for (int power : monomial) {
                for (int f = 2; f <= power; f++) {
                    products[u] *= f;
                }
            }
            bases[degree].next(monomial);
        }
        return products;
    }
}
