/** The command {@code jaynes bench}: whole-program benchmarks, and JMH benchmarks of single operations. */
@NullMarked
package org.jaynes.bench;

import org.jspecify.annotations.NullMarked;
