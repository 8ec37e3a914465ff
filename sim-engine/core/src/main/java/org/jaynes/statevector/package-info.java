/**
 * State vectors: simulators, states and results. The entrance is {@link org.jaynes.statevector.Simulator}.
 *
 * <p>A circuit of n qubits takes 8 * 2^n bytes in single and 16 * 2^n in double precision: 8 MiB at 20 qubits, 8 GiB at
 * 30. A run needs one such state; a circuit whose mid-circuit outcomes differ between shots takes up to 2 GiB more for
 * copies, which save it from running parts of the circuit again.
 *
 * <p>What is the same everywhere: for one plan, made for one device profile, amplitudes, probabilities, samples, counts
 * and expectations have the same bits on every device, for any number of threads and any batch. A GPU and a CPU plan for
 * their own profiles, so their results agree to rounding, unless {@link
 * org.jaynes.statevector.RunOptions#withPlanFor} says for which to plan; random numbers depend on the seed, the number of
 * the shot and what they are for, never on the device.
 */
@NullMarked
package org.jaynes.statevector;

import org.jspecify.annotations.NullMarked;
