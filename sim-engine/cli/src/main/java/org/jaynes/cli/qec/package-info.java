/**
 * The command {@code jaynes qec}: quantum error correction with the options, files and bytes of {@code stim}. Input comes
 * from standard input and output goes to standard output where no file is named.
 */
@NullMarked
package org.jaynes.cli.qec;

import org.jspecify.annotations.NullMarked;
