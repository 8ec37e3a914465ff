/** What the packages of the decoder share: the error type of its text formats. */
@NullMarked
package org.jaynes.decoder;

import org.jspecify.annotations.NullMarked;
