/**
 * Permanents of matrices, with repeated rows and columns, and a bound of their rounding error.
 *
 * <p>Formula: Glynn's, D. G. Glynn, "The permanent of a square matrix", Eur. J. Combin. 31 (2010) 1887, with rows and
 * columns that occur several times as in E. Anastasiou et al., arXiv:2309.07027.
 */
@NullMarked
package org.jaynes.photonics.permanent;

import org.jspecify.annotations.NullMarked;
