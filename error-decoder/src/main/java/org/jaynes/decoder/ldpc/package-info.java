/**
 * Decoders of low-density parity-check codes: belief propagation (min-sum and sum-product, with memory, as a relay) and
 * what solves the shots on which it does not settle (ordered and localised statistics).
 *
 * <p>The problem is H e = s over GF(2): rows of H ({@linkplain org.jaynes.decoder.ldpc.CheckMatrix checks}) are detectors,
 * columns are errors, s is the shot. Belief propagation keeps a <em>posterior</em> {@code M[j]} = ln(P(no error) /
 * P(error)) for each column j and a message {@code mu[e]} from check to column on each edge e of H.
 *
 * <h2>Formulas</h2>
 *
 * Every sum, difference and product below is rounded once to the {@linkplain org.jaynes.decoder.ldpc.Precision precision};
 * there is no fused multiply-add. Edges of a row are visited in the order of their columns, edges of a column in the order
 * of their rows. All implementations compute these formulas to the last bit.
 *
 * <pre>
 * start     M[j] = prior[j] = ln((1-p[j])/p[j]), memory[j] = M[j]
 * leg       (Relay only, after the first) memory[j] = M[j], M[j] = prior[j]
 *           in both cases all mu[e] = 0
 * check i   nu[e] = M[j] - mu[e]              for the edges e = (i,j)
 *           sign  = s[i] xor (sign bits of all nu[e])
 *           m1, m2 = the two smallest |nu[e]|, no larger than the precision's limit
 *           mu[e] = alpha * (m2 if |nu[e]| is the first m1 of the row, else m1),  sign bit = sign xor sign bit of nu[e]
 * column j  b     = prior[j]                                          without memory
 *           b     = prior[j] * (1-gamma[j]) + memory[j] * gamma[j]    with memory
 *           M[j]  = ((b + mu[e1]) + mu[e2]) + ...,  memory[j] = M[j]
 * decision  e[j]  = M[j] &lt;= 0; the iteration converges when H e = s
 * alpha     the scaling factor; adaptive: 1 - 2^-t in iteration t = 1, 2, ... of a start or leg
 * </pre>
 *
 * <p>This is the flooding schedule: all checks, then all columns. The layered schedule takes one check after the other and
 * sets {@code M[j] = nu[e] + mu[e]} at once.
 *
 * <p>Sources: J. Chen and M. Fossorier, doi:10.1109/26.990903 (normalised min-sum); T. Müller et al., arXiv:2506.01779
 * (memory, relay); P. Panteleev and G. Kalachev, arXiv:1904.02703, and J. Roffe et al., arXiv:2005.07016 (ordered
 * statistics); T. Hillmann et al., arXiv:2406.18655 (localised statistics).
 */
@NullMarked
package org.jaynes.decoder.ldpc;

import org.jspecify.annotations.NullMarked;
