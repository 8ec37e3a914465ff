/** Photonic workloads, on Jaynes and on other people's libraries beside it. */
@NullMarked
package org.jaynes.bench.photonics;

import org.jspecify.annotations.NullMarked;
