/**
 * OpenQASM text to syntax trees: sources, tokens, and one parser for each version of the language. Knows grammar and
 * nothing about meaning.
 */
@NullMarked
package org.jaynes.qasm.syntax;

import org.jspecify.annotations.NullMarked;
