package org.jaynes.qasm.syntax;

import org.jspecify.annotations.Nullable;

/** The names of a program, each kept once, so that a name seen again costs no memory. An open hash table. */
final class Names {
    private @Nullable String[] table = new String[256];
    private int size;

    /**
     * The name in {@code chars[start .. start + length)}.
     *
     * @param hash its hash as {@link String#hashCode} defines it
     */
    String of(char[] chars, int start, int length, int hash) {
        int mask = table.length - 1;
        int i = spread(hash) & mask;
        for (String name = table[i]; name != null; name = table[i]) {
            if (name.hashCode() == hash && matches(name, chars, start, length)) {
                return name;
            }
            i = (i + 1) & mask;
        }
        String name = new String(chars, start, length);
        table[i] = name;
        if (++size * 2 > table.length) {
            grow();
        }
        return name;
    }

    private void grow() {
        @Nullable String[] old = table;
        table = new String[old.length * 2];
        int mask = table.length - 1;
        for (String name : old) {
            if (name != null) {
                int i = spread(name.hashCode()) & mask;
                while (table[i] != null) {
                    i = (i + 1) & mask;
                }
                table[i] = name;
            }
        }
    }

    private static int spread(int hash) {
        int mixed = hash * 0x9E3779B1;
        return mixed ^ mixed >>> 15;
    }

    private static boolean matches(String name, char[] chars, int start, int length) {
        if (name.length() != length) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            if (name.charAt(i) != chars[start + i]) {
                return false;
            }
        }
        return true;
    }
}
