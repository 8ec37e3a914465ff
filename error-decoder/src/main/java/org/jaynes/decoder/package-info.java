/** Decoders: an algorithm is compiled for a detector error model and then decodes shots; and the error type of the text formats. */
@NullMarked
package org.jaynes.decoder;

import org.jspecify.annotations.NullMarked;
