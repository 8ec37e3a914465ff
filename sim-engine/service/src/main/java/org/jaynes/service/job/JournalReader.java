package org.jaynes.service.job;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.Consumer;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/** Reads a file of the journal line by line, keeping of results no more than their begin. */
final class JournalReader {
    /** Eight hexadecimal digits and a blank. */
    static final int CRC_BYTES = 9;

    private static final byte[] RESULT = (RecordKind.COMPLETED.label() + " ").getBytes(US_ASCII);
    private static final int KEPT_OF_RESULT = 1 << 10;

    private final Path path;
    private final long segment;
    private final Journal.RecordHandler handler;
    private final Consumer<String> log;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private final CRC32C crc = new CRC32C();
    private long lineStart;
    private int lineLength;
    private long soundEnd;

    private JournalReader(Path path, long segment, Journal.RecordHandler handler, Consumer<String> log) {
        this.path = path;
        this.segment = segment;
        this.handler = handler;
        this.log = log;
    }

    /**
     * Hands every sound record to the handler and says in the log what else there is.
     *
     * @param last whether this is the file that was being written, whose last line a crash may have cut short
     * @return the length of the file up to the end of its last sound line
     */
    static long read(Path path, long segment, boolean last, Journal.RecordHandler handler, Consumer<String> log)
            throws IOException {
        JournalReader reader = new JournalReader(path, segment, handler, log);
        long size = reader.readLines();
        if (size > reader.soundEnd) {
            log.accept(
                    last
                            ? "%s: the last %d bytes were not written to their end and are cut off"
                                    .formatted(path, size - reader.soundEnd)
                            : "%s: the last %d bytes are damaged and left out".formatted(path, size - reader.soundEnd));
        }
        return reader.soundEnd;
    }

    private long readLines() throws IOException {
        byte[] buffer = new byte[1 << 16];
        try (InputStream input = Files.newInputStream(path)) {
            for (int count = input.read(buffer); count >= 0; count = input.read(buffer)) {
                int from = 0;
                for (int i = 0; i < count; i++) {
                    if (buffer[i] == '\n') {
                        add(buffer, from, i - from);
                        endLine();
                        from = i + 1;
                    }
                }
                add(buffer, from, count - from);
            }
        }
        return lineStart + lineLength;
    }

    private void add(byte[] buffer, int from, int count) {
        int beforeCrc = Math.clamp(CRC_BYTES - lineLength, 0, count);
        crc.update(buffer, from + beforeCrc, count - beforeCrc);
        lineLength += count;
        if (!isResult()) {
            line.write(buffer, from, count);
        } else if (line.size() < KEPT_OF_RESULT) {
            line.write(buffer, from, Math.min(count, KEPT_OF_RESULT - line.size()));
        }
    }

    private boolean isResult() {
        byte[] begin = line.toByteArray();
        return begin.length >= CRC_BYTES + RESULT.length
                && Arrays.equals(begin, CRC_BYTES, CRC_BYTES + RESULT.length, RESULT, 0, RESULT.length);
    }

    private void endLine() {
        long next = lineStart + lineLength + 1;
        if (deliver(line.toByteArray())) {
            if (soundEnd < lineStart) {
                log.accept("%s: %d bytes from %d on are damaged and left out"
                        .formatted(path, lineStart - soundEnd, soundEnd));
            }
            soundEnd = next;
        }
        lineStart = next;
        lineLength = 0;
        line.reset();
        crc.reset();
    }

    /** Whether the line is a sound record. */
    private boolean deliver(byte[] text) {
        if (text.length < CRC_BYTES || !hasCrc(text)) {
            return false;
        }
        int kindEnd = indexOfBlank(text, CRC_BYTES);
        int idEnd = kindEnd < 0 ? -1 : indexOfBlank(text, kindEnd + 1);
        if (idEnd < 0) {
            return false;
        }
        RecordKind kind = kind(new String(text, CRC_BYTES, kindEnd - CRC_BYTES, US_ASCII));
        if (kind == null) {
            return false;
        }
        int json = idEnd + 1;
        handler.record(
                kind,
                new String(text, kindEnd + 1, idEnd - kindEnd - 1, US_ASCII),
                new Location(segment, lineStart + json, lineLength - json),
                text,
                json,
                text.length - json);
        return true;
    }

    private boolean hasCrc(byte[] text) {
        String digits = new String(text, 0, CRC_BYTES - 1, US_ASCII);
        return text[CRC_BYTES - 1] == ' ' && digits.equals(Journal.HEX.toHexDigits((int) crc.getValue()));
    }

    private static int indexOfBlank(byte[] text, int from) {
        for (int i = from; i < text.length; i++) {
            if (text[i] == ' ') {
                return i;
            }
        }
        return -1;
    }

    private static @Nullable RecordKind kind(String label) {
        for (RecordKind kind : RecordKind.values()) {
            if (kind.label().equals(label)) {
                return kind;
            }
        }
        return null;
    }
}
