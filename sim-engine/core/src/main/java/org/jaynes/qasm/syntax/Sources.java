package org.jaynes.qasm.syntax;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jaynes.qasm.Limits;
import org.jaynes.qasm.QasmException;
import org.jspecify.annotations.Nullable;

/** All texts of a program, and the way from a position to file, line and column. */
public final class Sources {
    private final List<Source> sources = new ArrayList<>();
    private final Limits limits;

    /**
     * Without any text yet.
     *
     * @param limits how much text there may be, and how deep includes may be nested
     */
    public Sources(Limits limits) {
        this.limits = limits;
    }

    Source add(String name, char[] text, @Nullable Path file, @Nullable Source includedBy) {
        int base = sources.isEmpty() ? 0 : sources.getLast().base + sources.getLast().text.length + 1;
        Source source = new Source(name, text, base, file, includedBy);
        sources.add(source);
        return source;
    }

    /** Reads the file that an include at position {@code at} of {@code from} names. */
    Source include(Source from, String path, int at) {
        Path file;
        try {
            file = (from.folder == null ? Path.of("") : from.folder).resolve(path);
        } catch (InvalidPathException e) {
            throw invalid(at, "cannot include '" + path + "': not a path", null);
        }
        Path identity = file.toAbsolutePath().normalize();
        if (from.isWithin(identity)) {
            throw invalid(at, "cannot include '" + path + "': it includes itself", "remove the cycle");
        }
        if (from.depth() + 1 > limits.includeDepth()) {
            throw invalid(
                    at,
                    "cannot include '" + path + "': includes are nested deeper than the limit of "
                            + limits.includeDepth(),
                    null);
        }
        return add(path, read(path, file, at), identity, from);
    }

    private char[] read(String path, Path file, int at) {
        try {
            if (!Files.isRegularFile(file)) {
                throw invalid(
                        at,
                        "cannot include '" + path + "': no file " + file,
                        "files are looked for beside the file that includes them; qelib1.inc and stdgates.inc are"
                                + " built in");
            }
            long before = (long) sources.getLast().base + sources.getLast().text.length;
            if (before + Files.size(file) > limits.characters()) {
                throw invalid(
                        at,
                        "cannot include '" + path + "': the program text exceeds the limit of " + limits.characters()
                                + " characters",
                        null);
            }
            return decode(Files.readAllBytes(file));
        } catch (CharacterCodingException e) {
            throw invalid(at, "cannot include '" + path + "': not UTF-8 text", null);
        } catch (IOException e) {
            throw invalid(at, "cannot include '" + path + "': " + e, null);
        }
    }

    /**
     * Decodes UTF-8.
     *
     * @throws CharacterCodingException when the bytes are not UTF-8
     */
    public static char[] decode(byte[] bytes) throws CharacterCodingException {
        var chars = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
        char[] text = new char[chars.remaining()];
        chars.get(text);
        return text;
    }

    /** A fault of grammar at a position. */
    public QasmException unexpected(int at, String expected, String found, @Nullable String remedy) {
        Source source = sourceAt(at);
        int offset = at - source.base;
        return QasmException.unexpected(
                source.name, source.line(offset), source.column(offset), expected, found, remedy);
    }

    /** A fault of meaning at a position. */
    public QasmException invalid(int at, String problem, @Nullable String remedy) {
        Source source = sourceAt(at);
        int offset = at - source.base;
        return QasmException.invalid(source.name, source.line(offset), source.column(offset), problem, remedy);
    }

    /** Line of a position in its file, counted from 1. */
    public int line(int at) {
        Source source = sourceAt(at);
        return source.line(at - source.base);
    }

    private Source sourceAt(int at) {
        int i = sources.size() - 1;
        while (i > 0 && sources.get(i).base > at) {
            i--;
        }
        return sources.get(i);
    }
}
