/** Quantum error correction: formats, error models, samplers and decoders. */
@NullMarked
package org.jaynes.decoder;

import org.jspecify.annotations.NullMarked;
