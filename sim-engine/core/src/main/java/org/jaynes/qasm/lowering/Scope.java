package org.jaynes.qasm.lowering;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Names and what they stand for, within the scope around it. */
final class Scope {
    final @Nullable Scope parent;
    /** Whether this is the body of a subroutine or gate, where only the constants of the outside are visible. */
    private final boolean closed;

    private final Map<String, Symbol> symbols = new HashMap<>();

    Scope(@Nullable Scope parent, boolean closed) {
        this.parent = parent;
        this.closed = closed;
    }

    /** What a name stands for, or null. */
    @Nullable
    Symbol find(String name) {
        boolean outside = false;
        for (Scope scope = this; scope != null; scope = scope.parent) {
            Symbol symbol = scope.symbols.get(name);
            if (symbol != null) {
                return outside && !symbol.isGlobalConstant() ? null : symbol;
            }
            outside |= scope.closed;
        }
        return null;
    }

    /** Whether a name exists further out, where this scope cannot use it. */
    boolean hides(String name) {
        for (Scope scope = this; scope != null; scope = scope.parent) {
            if (scope.symbols.containsKey(name)) {
                return true;
            }
        }
        return false;
    }

    /** What a name stands for in this scope itself, or null. */
    @Nullable
    Symbol own(String name) {
        return symbols.get(name);
    }

    void put(String name, Symbol symbol) {
        symbols.put(name, symbol);
    }

    Iterable<Symbol> symbols() {
        return symbols.values();
    }
}
