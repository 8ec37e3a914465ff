/** What decoders and samplers need of a CUDA device: memory, kernels, launches. */
@NullMarked
package org.jaynes.decoder.cuda;

import org.jspecify.annotations.NullMarked;
