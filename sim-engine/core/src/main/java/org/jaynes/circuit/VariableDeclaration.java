package org.jaynes.circuit;

/**
 * A classical variable; it is 0 when a shot begins.
 *
 * @param name as declared
 * @param type at most 64 bits wide
 */
public record VariableDeclaration(String name, ClassicalType type) {}
