package org.jaynes.cli.qec;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jaynes.cli.InputException;
import org.jaynes.decoder.dem.DetectorErrorModel;
import org.jaynes.decoder.stim.StimCircuit;
import org.jspecify.annotations.Nullable;

/** Files, or the standard streams where no file is named. */
final class Streams {
    private Streams() {}

    /** What faults call an input. */
    static String nameOf(@Nullable Path file) {
        return file == null ? "<stdin>" : file.toString();
    }

    /** Opens an input; closing it leaves standard input open. */
    static InputStream open(@Nullable Path file) throws IOException {
        return file == null
                ? new FilterInputStream(System.in) {
                    @Override
                    public void close() {}
                }
                : Files.newInputStream(requireFile(file));
    }

    /** Opens an output; closing it flushes standard output and leaves it open. */
    static OutputStream create(@Nullable Path file) throws IOException {
        if (file == null) {
            return new StandardOutput(System.out);
        }
        if (Files.isDirectory(file)) {
            throw new InputException(file, "is a folder; expected a file to write");
        }
        Path folder = file.toAbsolutePath().getParent();
        if (folder != null && !Files.isDirectory(folder)) {
            throw new InputException(file, "cannot be written: there is no folder " + folder);
        }
        return Files.newOutputStream(file);
    }

    static StimCircuit readCircuit(@Nullable Path file) throws IOException {
        return file == null
                ? StimCircuit.parse(readStandardInput(), nameOf(null))
                : StimCircuit.read(requireFile(file));
    }

    static DetectorErrorModel readModel(@Nullable Path file) throws IOException {
        return file == null
                ? DetectorErrorModel.parse(readStandardInput(), nameOf(null))
                : DetectorErrorModel.read(requireFile(file));
    }

    /** Writes a text, which is to end with a newline. */
    static void write(@Nullable Path file, String text) throws IOException {
        try (OutputStream out = create(file)) {
            out.write(text.getBytes(UTF_8));
        }
    }

    private static String readStandardInput() throws IOException {
        return new String(System.in.readAllBytes(), UTF_8);
    }

    private static Path requireFile(Path file) {
        if (Files.isDirectory(file)) {
            throw new InputException(file, "is a folder; expected a file to read");
        }
        return file;
    }

    /** A {@link PrintStream} keeps quiet about a full disk or a reader that is gone; this does not. */
    private static final class StandardOutput extends OutputStream {
        private final PrintStream out;

        StandardOutput(PrintStream out) {
            this.out = out;
        }

        @Override
        public void write(int b) throws IOException {
            out.write(b);
            check();
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            out.write(bytes, offset, length);
            check();
        }

        @Override
        public void flush() throws IOException {
            out.flush();
            check();
        }

        @Override
        public void close() throws IOException {
            flush();
        }

        private void check() throws IOException {
            if (out.checkError()) {
                throw new IOException("standard output could not be written; is the disk full, or the reader gone?");
            }
        }
    }
}
