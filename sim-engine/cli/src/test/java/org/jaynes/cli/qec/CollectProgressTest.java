package org.jaynes.cli.qec;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jaynes.decoder.Decoders;
import org.jaynes.decoder.experiments.Collector;
import org.jaynes.decoder.experiments.Limits;
import org.jaynes.decoder.experiments.Metadata;
import org.jaynes.decoder.experiments.Task;
import org.jaynes.decoder.experiments.TaskStatistics;
import org.jaynes.decoder.stim.StimCircuit;
import org.junit.jupiter.api.Test;

/** The line that tells how long a collection will take. */
class CollectProgressTest {
    private static Collector.Progress progress(long shots, long errors, double seconds, boolean done) {
        Task task = Task.of(
                StimCircuit.parse("M 0\nDETECTOR rec[-1]\n", "test"),
                "mwpm",
                Decoders.named("mwpm", Map.of()),
                new Metadata(Map.of()));
        TaskStatistics counted = new TaskStatistics(
                shots,
                errors,
                0,
                seconds,
                "mwpm",
                task.strongId(),
                task.metadata().toJson(),
                new TreeMap<>());
        return new Collector.Progress(task, counted, done);
    }

    private static String line(int workers, Collector.Progress... tasks) {
        return CollectProgress.line(List.of(tasks), new Limits(1000, 100), workers, 2);
    }

    @Test
    void timeIsLeftForShotsOrErrors() {
        // 500 shots more, at 10 ms each.
        assertEquals(
                "0 of 1 tasks, 500 shots, 10 errors, 2.0 s, about 5.0 s left", line(1, progress(500, 10, 5, false)));
        // 50 errors more, one in 4 shots at 10 ms each.
        assertEquals(
                "0 of 1 tasks, 200 shots, 50 errors, 2.0 s, about 1.0 s left", line(2, progress(200, 50, 2, false)));
    }

    @Test
    void whatHasNotBegunIsTakenToBeAsTheRest() {
        assertEquals(
                "1 of 3 tasks, 1,500 shots, 11 errors, 2.0 s, about 12.5 s left",
                line(1, progress(1000, 1, 5, true), progress(500, 10, 5, false), progress(0, 0, 0, false)));
        assertEquals("0 of 1 tasks, 0 shots, 0 errors, 2.0 s", line(1, progress(0, 0, 0, false)));
        assertEquals(
                "0 of 1 tasks, 1 shots, 0 errors, 2.0 s, about 2 min 30 s left", line(4, progress(1, 0, 6, false)));
    }
}
