/** Finding, unpacking and opening native libraries, and the one place where memory is reinterpreted. */
@NullMarked
package org.jaynes.bindings.internal;

import org.jspecify.annotations.NullMarked;
