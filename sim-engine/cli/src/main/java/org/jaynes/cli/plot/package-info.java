/** Plots of measured rates, as SVG and PNG, and of curves, as SVG. */
@NullMarked
package org.jaynes.cli.plot;

import org.jspecify.annotations.NullMarked;
