/** Plots of measured rates, as SVG and PNG. */
@NullMarked
package org.jaynes.cli.plot;

import org.jspecify.annotations.NullMarked;
