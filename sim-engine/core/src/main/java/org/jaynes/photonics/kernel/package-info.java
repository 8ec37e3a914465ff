/** The way of photonics to the kernels of libjaynes_cpu; for the packages beside this one only. */
@NullMarked
package org.jaynes.photonics.kernel;

import org.jspecify.annotations.NullMarked;
