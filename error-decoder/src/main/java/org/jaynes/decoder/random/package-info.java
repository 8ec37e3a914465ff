/** Random numbers as functions of what they are for. */
@NullMarked
package org.jaynes.decoder.random;

import org.jspecify.annotations.NullMarked;
