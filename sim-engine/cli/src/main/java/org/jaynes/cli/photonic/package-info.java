/** The commands about photons: {@code jaynes photonic …} and {@code jaynes permanent}. */
@NullMarked
package org.jaynes.cli.photonic;

import org.jspecify.annotations.NullMarked;
