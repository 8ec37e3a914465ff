package org.jaynes.qasm.syntax;

import org.jaynes.qasm.Limits;
import org.jaynes.qasm.QasmException;
import org.jspecify.annotations.Nullable;

/** What both parsers need: the current token, expectations about it, and a guard of the nesting. */
class Cursor {
    final Lexer lexer;
    final Sources sources;
    private final int nestingLimit;
    private int nesting;

    Cursor(Lexer lexer, Sources sources, Limits limits) {
        this.lexer = lexer;
        this.sources = sources;
        this.nestingLimit = limits.nestingDepth();
    }

    final boolean at(Token kind) {
        return lexer.kind == kind;
    }

    /** Moves on when the current token is of a kind. */
    final boolean accept(Token kind) {
        if (lexer.kind == kind) {
            lexer.advance();
            return true;
        }
        return false;
    }

    /** Moves on from a token that has to be of a kind; its position. */
    final int expect(Token kind) {
        if (lexer.kind != kind) {
            throw expected(kind);
        }
        int at = lexer.at;
        lexer.advance();
        return at;
    }

    /** Moves on from a name, which is returned. */
    final String name() {
        if (lexer.kind != Token.IDENTIFIER) {
            throw lexer.kind.isKeyword()
                    ? unexpected("a name", "choose another name: " + lexer.found() + " is a keyword")
                    : unexpected("a name", null);
        }
        String name = lexer.text;
        lexer.advance();
        return name;
    }

    /** The fault that the current token is not of a kind. */
    final QasmException expected(Token kind) {
        // A forgotten semicolon is noticed at the next token, often a line later.
        return unexpected(kind.description(), null);
    }

    /** The fault that the current token is not what was wanted. */
    final QasmException unexpected(String expected, @Nullable String remedy) {
        return sources.unexpected(lexer.at, expected, lexer.found(), remedy);
    }

    /** Counts one level of nesting; {@link #leave} ends it. */
    final void enter() {
        if (++nesting > nestingLimit) {
            throw sources.invalid(
                    lexer.at, "this is nested deeper than the limit of " + nestingLimit + " levels", null);
        }
    }

    final void leave() {
        nesting--;
    }
}
