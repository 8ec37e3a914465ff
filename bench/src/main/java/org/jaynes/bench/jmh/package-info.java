/** JMH benchmarks; {@code jaynes bench jmh} runs them. */
@NullMarked
package org.jaynes.bench.jmh;

import org.jspecify.annotations.NullMarked;
