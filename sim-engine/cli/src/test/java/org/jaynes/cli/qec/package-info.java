@NullMarked
package org.jaynes.cli.qec;

import org.jspecify.annotations.NullMarked;
