package org.jaynes.execution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
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

    /** The helper's one range would take very long; the caller gives up as soon as the helper is in it. */
    @Test
    void helpers_stop_when_the_caller_does() {
        try (WorkerPool pool = new WorkerPool("test", 2)) {
            CountDownLatch helperIsIn = new CountDownLatch(1);
            AtomicBoolean stopped = new AtomicBoolean();
            assertThrows(
                    CancellationException.class,
                    () -> pool.run(2, 1, (worker, first, count) -> {
                        if (worker == 0) {
                            awaitUninterrupted(helperIsIn);
                            throw new CancellationException("given up");
                        }
                        helperIsIn.countDown();
                        try {
                            for (long i = 0; i < 1L << 31; i++) {
                                Interruption.check();
                            }
                        } catch (CancellationException e) {
                            stopped.set(true);
                            throw e;
                        }
                    }));
            assertTrue(stopped.get(), "the helper has done its range to the end");
            AtomicIntegerArray done = new AtomicIntegerArray(ITEMS);
            pool.run(ITEMS, 1, (_, first, _) -> done.incrementAndGet((int) first));
            assertAllOnce(done);
        }
    }

    private static void awaitUninterrupted(CountDownLatch latch) {
        while (latch.getCount() > 0) {
            Thread.onSpinWait();
        }
    }
}
