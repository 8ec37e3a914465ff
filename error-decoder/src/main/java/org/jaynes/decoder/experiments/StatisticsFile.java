package org.jaynes.decoder.experiments;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A file of counts that grows by a row at a time, in sinter's format. Rows of one task add up. One process at a time
 * writes a file; a row is in the file when {@link #append} returns, and a row that a crash has torn is left out.
 */
public final class StatisticsFile implements AutoCloseable {
    private final RandomAccessFile file;
    private final Map<String, TaskStatistics> sums;

    private StatisticsFile(RandomAccessFile file, Map<String, TaskStatistics> sums) {
        this.file = file;
        this.sums = sums;
    }

    /**
     * Opens a file and reads what it has; creates it with a header if it is not there.
     *
     * @throws org.jaynes.decoder.TextFormatException if it is no such file, with the place
     * @throws IOException if it cannot be read or written, or another process writes it
     */
    public static StatisticsFile open(Path path) throws IOException {
        RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw");
        try {
            lock(file, path);
            byte[] bytes = new byte[Math.toIntExact(file.length())];
            file.readFully(bytes);
            String text = new String(bytes, StandardCharsets.UTF_8);
            String whole = withoutTornRow(text);
            Map<String, TaskStatistics> sums = whole.isBlank() ? new LinkedHashMap<>() : sums(whole, path.toString());
            file.setLength(whole.getBytes(StandardCharsets.UTF_8).length);
            file.seek(file.length());
            StatisticsFile opened = new StatisticsFile(file, sums);
            if (whole.isBlank()) {
                opened.appendLine(TaskStatistics.CSV_HEADER);
            }
            return opened;
        } catch (IOException | RuntimeException e) {
            file.close();
            throw e;
        }
    }

    /**
     * The sums of a file, by {@link Task#strongId}, in the order of their first rows.
     *
     * @throws org.jaynes.decoder.TextFormatException if it is no such file, with the place
     */
    public static Map<String, TaskStatistics> read(Path path) throws IOException {
        return sums(withoutTornRow(Files.readString(path)), path.toString());
    }

    private static void lock(RandomAccessFile file, Path path) throws IOException {
        FileLock lock;
        try {
            lock = file.getChannel().tryLock();
        } catch (OverlappingFileLockException e) {
            lock = null;
        }
        if (lock == null) {
            throw new IOException(path + " is being written by another process; give each its own file");
        }
    }

    /** Every row ends with the end of a line, unless its writer was stopped in the middle of it. */
    private static String withoutTornRow(String text) {
        return text.substring(0, text.lastIndexOf('\n') + 1);
    }

    private static Map<String, TaskStatistics> sums(String text, String source) {
        Map<String, TaskStatistics> sums = new LinkedHashMap<>();
        for (TaskStatistics row : new StatisticsReader(text, source).rows()) {
            sums.merge(row.strongId(), row, TaskStatistics::plus);
        }
        return sums;
    }

    /** What the file had when it was opened, by {@link Task#strongId}. */
    public Map<String, TaskStatistics> sums() {
        return sums;
    }

    /** Adds a row. */
    public void append(TaskStatistics row) throws IOException {
        appendLine(row.toCsv());
    }

    private void appendLine(String line) throws IOException {
        file.write((line + "\n").getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
