@NullMarked
package org.jaynes.cli.photonic;

import org.jspecify.annotations.NullMarked;
