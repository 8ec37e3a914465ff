package org.jaynes.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where results go and in which form. */
public final class OutputOptions {
    @Option(names = "--json", description = "Print one JSON object, and errors as JSON.")
    private boolean json;

    @Option(names = "--out", paramLabel = "FILE", description = "Write the result to this file.")
    private @Nullable Path file;

    @Option(names = "--stacktrace", description = "Show the stack trace of an error.")
    @SuppressWarnings("UnusedVariable") // Looked for among the arguments, so that it counts for errors of usage too.
    private boolean stacktrace;

    public boolean json() {
        return json;
    }

    @Nullable
    Path file() {
        return file;
    }

    /** Refuses, before any work is done, a file that cannot be written. */
    public void check() {
        requireWritable(file);
    }

    /** Refuses a file that cannot be written; null is fine. */
    static void requireWritable(@Nullable Path file) {
        if (file == null) {
            return;
        }
        Path folder = file.toAbsolutePath().getParent();
        if (Files.isDirectory(file)) {
            throw new InputException(file, "is a folder; expected a file to write");
        }
        if (folder == null || !Files.isDirectory(folder)) {
            throw new InputException(file, "cannot be written: there is no folder " + folder);
        }
        if (!Files.isWritable(Files.exists(file) ? file : folder)) {
            throw new InputException(file, "cannot be written: permission denied");
        }
    }

    /** Prints a result in the form that was asked for, to the file if there is one. */
    public void print(PrintWriter out, Map<String, ?> object, Consumer<PrintWriter> text) {
        if (file == null) {
            printTo(out, object, text);
            return;
        }
        writeText(file, writer -> printTo(writer, object, text));
    }

    /** Writes a file of text; a failure names the file. */
    static void writeText(Path file, Consumer<PrintWriter> text) {
        write(file, path -> {
            try (PrintWriter writer = new PrintWriter(Files.newBufferedWriter(path, StandardCharsets.UTF_8))) {
                text.accept(writer);
                if (writer.checkError()) {
                    throw new IOException("the end could not be written; is the disk full?");
                }
            }
        });
    }

    /** What fills a file. */
    @FunctionalInterface
    interface FileWriter {
        void write(Path file) throws IOException;
    }

    /** Lets a file be written; a failure names the file. */
    static void write(Path file, FileWriter writer) {
        try {
            writer.write(file);
        } catch (IOException e) {
            throw new InputException(file, "could not be written: " + InputException.reason(e));
        }
    }

    /** Prints to standard output, for results whose bulk went into the file. */
    void printTo(PrintWriter out, Map<String, ?> object, Consumer<PrintWriter> text) {
        if (json) {
            Json.write(out, object);
        } else {
            text.accept(out);
        }
        out.flush();
    }
}
