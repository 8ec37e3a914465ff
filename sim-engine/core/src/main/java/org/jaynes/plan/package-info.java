/** Plans: passes of micro-ops made from circuits. */
@NullMarked
package org.jaynes.plan;

import org.jspecify.annotations.NullMarked;
