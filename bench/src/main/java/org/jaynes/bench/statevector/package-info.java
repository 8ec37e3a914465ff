/** The benchmark of whole state-vector simulations, and its report. */
@NullMarked
package org.jaynes.bench.statevector;

import org.jspecify.annotations.NullMarked;
