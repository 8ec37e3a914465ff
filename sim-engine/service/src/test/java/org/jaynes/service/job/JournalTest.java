package org.jaynes.service.job;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalTest {
    private static final long LARGE = 1L << 40;

    @TempDir
    private Path folder;

    private final List<String> log = new ArrayList<>();

    private record Read(RecordKind kind, String id, String json, Location at) {}

    private Journal open(List<Read> records, long segmentBytes) throws IOException {
        return Journal.open(
                folder,
                segmentBytes,
                (kind, id, at, text, offset, length) ->
                        records.add(new Read(kind, id, new String(text, offset, length, UTF_8), at)),
                log::add);
    }

    private List<Read> readAll() throws IOException {
        List<Read> records = new ArrayList<>();
        open(records, LARGE).close();
        return records;
    }

    private Path segment(int number) {
        return folder.resolve("jobs-%08d.log".formatted(number));
    }

    @Test
    void recordsComeBackInTheirOrder() throws IOException {
        try (Journal journal = open(new ArrayList<>(), LARGE)) {
            journal.append(RecordKind.SUBMITTED, "a", "{\"x\":1}".getBytes(UTF_8));
            journal.append(RecordKind.STARTED, "a", new byte[0]);
            journal.force();
            Location at = journal.append(RecordKind.COMPLETED, "a", "[\"é\"]".getBytes(UTF_8));
            try (InputStream stored = journal.open(at)) {
                assertEquals("[\"é\"]", new String(stored.readNBytes(at.length()), UTF_8));
            }
        }
        List<Read> records = readAll();
        assertEquals(
                List.of("SUBMITTED a {\"x\":1}", "STARTED a ", "COMPLETED a [\"é\"]"),
                records.stream()
                        .map(read -> read.kind + " " + read.id + " " + read.json)
                        .toList());
        assertEquals(List.of(), log);
    }

    /** A crash may leave any part of the last line. */
    @Test
    void whatACrashLeftOfTheLastLineIsCutOff() throws IOException {
        try (Journal journal = open(new ArrayList<>(), LARGE)) {
            journal.append(RecordKind.SUBMITTED, "a", "{\"x\":1}".getBytes(UTF_8));
        }
        byte[] one = Files.readAllBytes(segment(1));
        try (Journal journal = open(new ArrayList<>(), LARGE)) {
            journal.append(RecordKind.SUBMITTED, "b", "{\"x\":2}".getBytes(UTF_8));
        }
        byte[] two = Files.readAllBytes(segment(1));
        for (int length = one.length; length < two.length; length++) {
            Files.write(segment(1), java.util.Arrays.copyOf(two, length));
            log.clear();
            assertEquals(1, readAll().size(), "cut to " + length);
            assertEquals(length == one.length ? 0 : 1, log.size(), log::toString);
            assertEquals(one.length, Files.size(segment(1)), "cut to " + length);
        }
        Files.write(segment(1), two);
        assertEquals(2, readAll().size());
    }

    @Test
    void damageInTheMiddleCostsTheLinesItIsInAndNoOther() throws IOException {
        try (Journal journal = open(new ArrayList<>(), LARGE)) {
            for (int i = 0; i < 20; i++) {
                journal.append(
                        RecordKind.SUBMITTED,
                        "job" + i,
                        "{\"x\":%d}".formatted(i).getBytes(UTF_8));
            }
        }
        byte[] sound = Files.readAllBytes(segment(1));
        SplittableRandom random = new SplittableRandom(5);
        for (int round = 0; round < 300; round++) {
            byte[] damaged = sound.clone();
            int at = random.nextInt(sound.length - 40); // the last line is cut off, which is another case
            damaged[at] ^= (byte) (1 + random.nextInt(255));
            Files.write(segment(1), damaged);
            log.clear();
            int records = readAll().size();
            // A changed line end joins two lines.
            assertTrue(records == 19 || (records == 18 && sound[at] == '\n'), "round %d, byte %d".formatted(round, at));
            assertTrue(log.getFirst().contains("damaged and left out"), log::toString);
        }
    }

    @Test
    void filesFollowEachOtherAndCanBeDropped() throws IOException {
        List<Read> records = new ArrayList<>();
        try (Journal journal = open(records, 100)) {
            for (int i = 0; i < 30; i++) {
                Location at = journal.append(RecordKind.CANCELLED, "job" + i, "{}".getBytes(UTF_8));
                try (InputStream stored = journal.open(at)) {
                    assertEquals("{}", new String(stored.readNBytes(at.length()), UTF_8));
                }
            }
            assertEquals(1, journal.oldestClosedSegment());
            long bytes = journal.bytes();
            long first = Files.size(segment(1));
            journal.drop(1);
            assertEquals(bytes - first, journal.bytes());
            assertEquals(2, journal.oldestClosedSegment());
        }
        List<Read> left = readAll();
        assertTrue(left.size() < 30, left::toString);
        assertEquals("job29", left.getLast().id);
        try (Journal journal = open(records, 100)) {
            assertEquals(2, journal.oldestClosedSegment());
            journal.append(RecordKind.CANCELLED, "more", "{}".getBytes(UTF_8));
        }
        assertEquals("more", readAll().getLast().id);
    }

    @Test
    void aFolderHasOneJournalAtATime() throws IOException {
        try (Journal journal = open(new ArrayList<>(), LARGE)) {
            IOException refused = assertThrows(IOException.class, this::readAll);
            assertTrue(refused.toString().contains("another service uses this journal"), refused::toString);
            journal.append(RecordKind.CANCELLED, "x", "{}".getBytes(UTF_8));
        }
        assertEquals(1, readAll().size());
    }

    @Test
    void foldersOfSomethingElseAreRefused() throws IOException {
        Files.writeString(folder.resolve("jobs-tuesday.log"), "work");
        IOException refused = assertThrows(IOException.class, this::readAll);
        assertTrue(refused.toString().contains("has no number"), refused::toString);
    }

    @Test
    void manyThreadsAppendAndForce() throws Exception {
        try (Journal journal = open(new ArrayList<>(), 2_000)) {
            List<Thread> threads = new ArrayList<>();
            List<Throwable> failures = java.util.Collections.synchronizedList(new ArrayList<>());
            for (int t = 0; t < 8; t++) {
                int thread = t;
                threads.add(Thread.ofVirtual().start(() -> {
                    try {
                        for (int i = 0; i < 50; i++) {
                            journal.append(RecordKind.CANCELLED, thread + "-" + i, "{}".getBytes(UTF_8));
                            journal.force();
                        }
                    } catch (IOException | RuntimeException e) {
                        failures.add(e);
                    }
                }));
            }
            for (Thread thread : threads) {
                thread.join();
            }
            assertEquals(List.of(), failures);
        }
        assertEquals(400, readAll().stream().map(Read::id).distinct().count());
    }
}
