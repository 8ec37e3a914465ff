/** {@code jaynes bench noise}: shots of circuits with errors. */
@NullMarked
package org.jaynes.bench.noise;

import org.jspecify.annotations.NullMarked;
