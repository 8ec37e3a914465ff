/** The kernels of libjaynes_cpu. */
@NullMarked
package org.jaynes.bindings.cpu;

import org.jspecify.annotations.NullMarked;
