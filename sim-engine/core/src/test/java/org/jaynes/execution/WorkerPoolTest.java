package org.jaynes.execution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Every item is done once, whoever does it; failures and interruptions reach the caller. */
class WorkerPoolTest {
    private static final int ITEMS = 1000;

    @Test
    void every_item_is_done_once() {
        try (WorkerPool pool = new WorkerPool("test", 3)) {
            for (int round = 0; round < 200; round++) {
                AtomicIntegerArray done = new AtomicIntegerArray(ITEMS);
                pool.run(ITEMS, 7, (worker, first, count) -> {
                    for (long i = first; i < first + count; i++) {
                        done.incrementAndGet((int) i);
                    }
                });
                assertAllOnce(done);
            }
        }
    }

    @Test
    void callers_may_come_at_once() throws InterruptedException {
        try (WorkerPool pool = new WorkerPool("test", 2)) {
            AtomicIntegerArray[] done = new AtomicIntegerArray[4];
            Thread[] callers = new Thread[done.length];
            for (int c = 0; c < callers.length; c++) {
                AtomicIntegerArray own = new AtomicIntegerArray(ITEMS);
                done[c] = own;
                callers[c] = Thread.ofPlatform()
                        .start(() -> pool.run(ITEMS, 1, (worker, first, count) -> own.incrementAndGet((int) first)));
            }
            for (Thread caller : callers) {
                caller.join();
            }
            for (AtomicIntegerArray own : done) {
                assertAllOnce(own);
            }
        }
    }

    private static void assertAllOnce(AtomicIntegerArray done) {
        assertEquals(
                ITEMS,
                IntStream.range(0, ITEMS).map(done::get).filter(n -> n == 1).count());
    }

    @Test
    void a_failure_of_any_thread_reaches_the_caller() {
        try (WorkerPool pool = new WorkerPool("test", 2)) {
            for (int failing = 0; failing < 50; failing++) {
                long item = failing;
                assertThrows(
                        ArithmeticException.class,
                        () -> pool.run(50, 1, (worker, first, count) -> {
                            if (first == item) {
                                throw new ArithmeticException("item " + item);
                            }
                        }));
            }
        }
    }

    @Test
    void an_interrupted_caller_stops_between_ranges() {
        try (WorkerPool pool = new WorkerPool("test", 2)) {
            Thread.currentThread().interrupt();
            assertThrows(CancellationException.class, () -> pool.run(ITEMS, 1, (worker, first, count) -> {}));
            assertTrue(Thread.interrupted(), "the interrupt status stays set");
        }
    }
}
