/** State vectors: simulators, states and results. */
@NullMarked
package org.jaynes.statevector;

import org.jspecify.annotations.NullMarked;
