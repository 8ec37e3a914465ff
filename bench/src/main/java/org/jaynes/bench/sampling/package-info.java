/** {@code jaynes bench sampling}: samplers of circuits and error models, and extraction of error models. */
@NullMarked
package org.jaynes.bench.sampling;

import org.jspecify.annotations.NullMarked;
