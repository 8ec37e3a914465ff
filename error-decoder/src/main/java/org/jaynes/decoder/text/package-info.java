/** The lexical rules that {@code .stim} and {@code .dem} texts share: names, tags, arguments, comments, numbers. */
@NullMarked
package org.jaynes.decoder.text;

import org.jspecify.annotations.NullMarked;
