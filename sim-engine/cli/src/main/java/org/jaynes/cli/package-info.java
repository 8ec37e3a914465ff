/** The command line. */
@NullMarked
package org.jaynes.cli;

import org.jspecify.annotations.NullMarked;
