/**
 * Decoding by matching: the detector graph of an error model, exact minimum-weight perfect matching on it by sparse
 * blossom (Higgott and Gidney, arXiv:2303.15933), correlated matching (Fowler, arXiv:1310.0863) and union-find (Delfosse
 * and Nickerson, arXiv:1709.06218).
 *
 * <p>Graph, weights and their rounding are those of PyMatching 2.4, so that weights of solutions are equal to its.
 */
@NullMarked
package org.jaynes.decoder.matching;

import org.jspecify.annotations.NullMarked;
