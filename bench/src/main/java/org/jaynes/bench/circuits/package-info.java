/** Circuits that benchmarks of state-vector simulators share, rebuilt from their definitions, the same in every run. */
@NullMarked
package org.jaynes.bench.circuits;

import org.jspecify.annotations.NullMarked;
