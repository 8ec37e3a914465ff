/** Decoders beside other people's, on the same shots. */
@NullMarked
package org.jaynes.bench.decoder;

import org.jspecify.annotations.NullMarked;
