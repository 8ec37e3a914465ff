package org.jaynes.qasm.lowering;

import org.jaynes.circuit.Expression;

/** The constants that every program knows. */
final class Constants {
    private Constants() {}

    /** A scope that holds them, outside of all others, so that a program may use the names otherwise. */
    static Scope scope() {
        Scope scope = new Scope(null, false);
        for (String name : new String[] {"pi", "\u03c0"}) {
            scope.put(name, new Symbol.Constant(Expression.of(Math.PI)));
        }
        for (String name : new String[] {"tau", "\u03c4"}) {
            scope.put(name, new Symbol.Constant(Expression.of(2 * Math.PI)));
        }
        for (String name : new String[] {"euler", "\u2107"}) {
            scope.put(name, new Symbol.Constant(Expression.of(Math.E)));
        }
        return scope;
    }
}
