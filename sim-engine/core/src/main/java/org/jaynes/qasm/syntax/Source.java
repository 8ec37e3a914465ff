package org.jaynes.qasm.syntax;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * One program text.
 *
 * <p>Positions in syntax trees are single numbers that count through all the texts of a program, so that a tree need not
 * say which file each node comes from.
 */
final class Source {
    final String name;
    final char[] text;
    /** Position of the first character. */
    final int base;
    /** Folder that relative includes start from; null when the text did not come from a file. */
    final @Nullable Path folder;
    /** The text that includes this one, or null. */
    final @Nullable Source includedBy;
    /** The file, to notice cycles of includes; null when the text did not come from one. */
    final @Nullable Path file;

    Source(String name, char[] text, int base, @Nullable Path file, @Nullable Source includedBy) {
        this.name = name;
        this.text = text;
        this.base = base;
        this.file = file;
        this.folder = file == null ? null : file.toAbsolutePath().getParent();
        this.includedBy = includedBy;
    }

    /** How many texts include this one, directly or not. */
    int depth() {
        int depth = 0;
        for (Source s = includedBy; s != null; s = s.includedBy) {
            depth++;
        }
        return depth;
    }

    /** Whether this text, or one that includes it, is {@code other}. */
    boolean isWithin(Path other) {
        for (Source s = this; s != null; s = s.includedBy) {
            if (other.equals(s.file)) {
                return true;
            }
        }
        return false;
    }

    /** Line of the character at {@code offset} of this text, counted from 1. */
    int line(int offset) {
        int line = 1;
        for (int i = 0; i < Math.min(offset, text.length); i++) {
            if (text[i] == '\n') {
                line++;
            }
        }
        return line;
    }

    /** Column of the character at {@code offset} of this text, counted from 1. */
    int column(int offset) {
        int start = Math.min(offset, text.length);
        while (start > 0 && text[start - 1] != '\n') {
            start--;
        }
        return offset - start + 1;
    }
}
