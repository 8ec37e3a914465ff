/** What all bindings share: how a native part is looked for, and the settings that choose it. */
@NullMarked
package org.jaynes.bindings;

import org.jspecify.annotations.NullMarked;
