package org.jaynes.service.job;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.Closeable;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HexFormat;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * Records that survive the process and the power: files {@code jobs-00000001.log} and so on in a folder, of which the
 * last one grows. A record is a line {@code CRC KIND ID JSON}; CRC is CRC-32C of the rest in eight hexadecimal digits.
 * What a crash left of a line is cut off when the journal is opened next.
 *
 * <p>{@link #append} hands a record to the operating system, which keeps it when the process dies; {@link #force} waits
 * until all of them are on the disk. Files are written by {@link RandomAccessFile}, which an interrupt does not close.
 */
final class Journal implements Closeable {
    static final HexFormat HEX = HexFormat.of();

    private final Path folder;
    private final long segmentBytes;
    private final FileChannel lockFile;
    private final NavigableMap<Long, Long> closedSegments;
    private final ReentrantLock forcing = new ReentrantLock();
    private RandomAccessFile current;
    private long currentNumber;
    private long end;
    private long appended;
    private volatile long forced;
    private volatile @Nullable IOException broken;

    /** Takes each record that an earlier process left, in the order in which they were written. */
    @FunctionalInterface
    interface RecordHandler {
        /**
         * Takes one record.
         *
         * @param at where the JSON lies
         * @param text holds the JSON from {@code offset} on; of a result, which may be long, only the begin
         */
        void record(RecordKind kind, String id, Location at, byte[] text, int offset, int length);
    }

    private Journal(
            Path folder,
            long segmentBytes,
            FileChannel lockFile,
            NavigableMap<Long, Long> closedSegments,
            long currentNumber,
            long end)
            throws IOException {
        this.folder = folder;
        this.segmentBytes = segmentBytes;
        this.lockFile = lockFile;
        this.closedSegments = closedSegments;
        this.currentNumber = currentNumber;
        this.end = end;
        this.current = openSegment(currentNumber, end);
    }

    /**
     * Opens the journal of a folder, which is made when missing, and reads what is in it.
     *
     * @param segmentBytes size after which a file is closed and the next one begun
     * @throws IOException if another process uses the folder, or it cannot be read or written
     */
    static Journal open(Path folder, long segmentBytes, RecordHandler handler, Consumer<String> log)
            throws IOException {
        FileChannel lockFile = openLock(folder);
        try {
            if (tryLock(lockFile) == null) {
                throw new IOException(
                        folder + ": another service uses this journal; end it, or give this one a folder of its own");
            }
            NavigableMap<Long, Long> sizes = readSegments(folder, handler, log);
            Map.Entry<Long, Long> last = sizes.pollLastEntry();
            return last == null
                    ? new Journal(folder, segmentBytes, lockFile, sizes, 1, 0)
                    : new Journal(folder, segmentBytes, lockFile, sizes, last.getKey(), last.getValue());
        } catch (IOException | RuntimeException e) {
            lockFile.close();
            throw e;
        }
    }

    private static FileChannel openLock(Path folder) throws IOException {
        try {
            Files.createDirectories(folder);
            return FileChannel.open(folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        } catch (FileSystemException e) {
            throw new IOException(
                    "%s cannot be the folder of a journal, %s: %s"
                            .formatted(folder, e.getClass().getSimpleName(), e.getMessage()),
                    e);
        }
    }

    /** The lock is given back when the file is closed. */
    private static @Nullable FileLock tryLock(FileChannel file) throws IOException {
        try {
            return file.tryLock();
        } catch (OverlappingFileLockException usedByThisProcess) {
            return null;
        }
    }

    /** The sizes of the files by number, of the last one up to the end of its last sound record. */
    private static NavigableMap<Long, Long> readSegments(Path folder, RecordHandler handler, Consumer<String> log)
            throws IOException {
        NavigableMap<Long, Path> files = new TreeMap<>();
        try (var paths = Files.newDirectoryStream(folder, "jobs-*.log")) {
            for (Path path : paths) {
                String name = path.getFileName().toString();
                files.put(Long.parseLong(name, "jobs-".length(), name.length() - ".log".length(), 10), path);
            }
        } catch (NumberFormatException e) {
            throw new IOException(folder + ": a file jobs-*.log has no number; is this the folder of a journal?", e);
        }
        NavigableMap<Long, Long> sizes = new TreeMap<>();
        for (var file : files.entrySet()) {
            boolean last = file.getKey().equals(files.lastKey());
            long sound = JournalReader.read(file.getValue(), file.getKey(), last, handler, log);
            sizes.put(file.getKey(), last ? Long.valueOf(sound) : Long.valueOf(Files.size(file.getValue())));
        }
        return sizes;
    }

    private Path path(long segment) {
        return folder.resolve("jobs-%08d.log".formatted(segment));
    }

    /** Opens a segment for writing, cut to a length. */
    private RandomAccessFile openSegment(long number, long length) throws IOException {
        RandomAccessFile file = new RandomAccessFile(path(number).toFile(), "rw");
        try {
            file.setLength(length);
            file.seek(length);
        } catch (IOException e) {
            file.close();
            throw e;
        }
        try (FileChannel directory = FileChannel.open(folder, StandardOpenOption.READ)) {
            directory.force(true); // so that the name of the file is on the disk as well
        }
        return file;
    }

    /**
     * Writes a record.
     *
     * @throws IOException if it could not be written whole; the journal is as before, or refuses everything from now on
     */
    synchronized Location append(RecordKind kind, String id, byte[] json) throws IOException {
        if (broken != null) {
            throw new IOException("the journal is damaged: " + broken.getMessage(), broken);
        }
        if (end >= segmentBytes) {
            roll();
        }
        byte[] head = "%s %s ".formatted(kind.label(), id).getBytes(US_ASCII);
        byte[] line = new byte[JournalReader.CRC_BYTES + head.length + json.length + 1];
        System.arraycopy(head, 0, line, JournalReader.CRC_BYTES, head.length);
        System.arraycopy(json, 0, line, JournalReader.CRC_BYTES + head.length, json.length);
        CRC32C crc = new CRC32C();
        crc.update(line, JournalReader.CRC_BYTES, head.length + json.length);
        byte[] digits = (HEX.toHexDigits((int) crc.getValue()) + " ").getBytes(US_ASCII);
        System.arraycopy(digits, 0, line, 0, digits.length);
        line[line.length - 1] = '\n';
        write(line);
        Location at = new Location(currentNumber, end + JournalReader.CRC_BYTES + head.length, json.length);
        end += line.length;
        appended++;
        return at;
    }

    private void write(byte[] line) throws IOException {
        try {
            current.write(line);
        } catch (IOException e) {
            try {
                current.setLength(end);
                current.seek(end);
            } catch (IOException again) {
                again.addSuppressed(e);
                broken = again;
            }
            throw e;
        }
    }

    private void roll() throws IOException {
        current.getFD().sync();
        forced = appended;
        closedSegments.put(currentNumber, end);
        RandomAccessFile next = openSegment(currentNumber + 1, 0);
        current.close();
        current = next;
        currentNumber++;
        end = 0;
    }

    /**
     * Waits until every record that was appended before is on the disk; callers at the same time share the wait.
     *
     * @throws IOException if the disk refused; nothing more is written then, because what it holds is not known
     */
    void force() throws IOException {
        long target;
        synchronized (this) {
            target = appended;
        }
        forcing.lock();
        try {
            if (forced < target) {
                forceCurrent();
            }
        } finally {
            forcing.unlock();
        }
    }

    private void forceCurrent() throws IOException {
        long target;
        long segment;
        RandomAccessFile file;
        synchronized (this) {
            target = appended;
            segment = currentNumber;
            file = current;
        }
        try {
            file.getFD().sync();
            forced = Math.max(forced, target);
        } catch (IOException e) {
            synchronized (this) {
                if (segment == currentNumber) {
                    broken = e;
                    throw e;
                } // else it was forced, closed and succeeded by another file meanwhile
            }
        }
    }

    /** Opens the file of a location at its first byte. */
    InputStream open(Location at) throws IOException {
        InputStream file = new FileInputStream(path(at.segment()).toFile());
        try {
            file.skipNBytes(at.offset());
        } catch (IOException e) {
            file.close();
            throw e;
        }
        return file;
    }

    /** The size of all files. */
    synchronized long bytes() {
        return closedSegments.values().stream().mapToLong(Long::longValue).sum() + end;
    }

    /** Why nothing can be written any more, or null. */
    @Nullable
    IOException damage() {
        return broken;
    }

    /** The number of the oldest file that is no longer written, or -1. */
    synchronized long oldestClosedSegment() {
        return closedSegments.isEmpty() ? -1 : closedSegments.firstKey();
    }

    /** Deletes a file that is no longer written. */
    synchronized void drop(long segment) throws IOException {
        Files.deleteIfExists(path(segment));
        closedSegments.remove(segment);
    }

    @Override
    public synchronized void close() throws IOException {
        try (lockFile;
                RandomAccessFile file = current) {
            file.getFD().sync();
        }
    }
}
