/** OpenQASM 2 and 3 and qsim's text format, read and written. */
@NullMarked
package org.jaynes.qasm;

import org.jspecify.annotations.NullMarked;
