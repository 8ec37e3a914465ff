/** Benchmarks. */
@NullMarked
package org.jaynes.bench;

import org.jspecify.annotations.NullMarked;
