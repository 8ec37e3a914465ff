package org.jaynes.photonics.sampling;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;
import org.jaynes.bindings.cuda.DeviceMemory;
import org.jaynes.bindings.generated.photonics.JaynesPhotonics;
import org.jaynes.bindings.generated.photonics.JaynesWindowBatchArguments;
import org.jaynes.bindings.generated.photonics.JaynesWindowScaleArguments;
import org.jaynes.bindings.generated.photonics.JaynesWindowStepArguments;
import org.jaynes.bindings.generated.photonics.JaynesWindowTurnArguments;
import org.jaynes.photonics.kernel.GpuKernels;
import org.jspecify.annotations.Nullable;

/**
 * Runs many shots side by side on a GPU. Each has a virtual thread that works as on a CPU, one operation on its window
 * after the other; when all shots wait for an operation, the operations of all of them are one launch.
 */
final class WindowBatches implements AutoCloseable {
    private static final int THREADS = JaynesPhotonics.JAYNES_WINDOW_THREADS();

    /** What a shot wants, or that its thread has ended. */
    private sealed interface Message {
        record Step(WindowMove move, StepMatrix matrix, DeviceVector x, DeviceVector y, CompletableFuture<Double> sum)
                implements Message {}

        record Turn(WindowTurn turn, DeviceVector x, DeviceVector y, CompletableFuture<Double> done)
                implements Message {}

        record Ended(@Nullable Throwable failure) implements Message {}
    }

    /** The window operations of one shot. */
    private final class Kernels implements WindowKernels {
        @Override
        public WindowVector vector(boolean real) {
            DeviceVector vector = new DeviceVector(real);
            synchronized (vectors) {
                vectors.add(vector);
            }
            return vector;
        }

        @Override
        public double step(WindowMove move, StepMatrix matrix, WindowVector x, WindowVector y) {
            CompletableFuture<Double> sum = new CompletableFuture<>();
            messages.add(new Message.Step(move, matrix, (DeviceVector) x, (DeviceVector) y, sum));
            return sum.join();
        }

        @Override
        public void turn(WindowTurn turn, WindowVector x, WindowVector y) {
            CompletableFuture<Double> done = new CompletableFuture<>();
            messages.add(new Message.Turn(turn, (DeviceVector) x, (DeviceVector) y, done));
            done.join();
        }
    }

    private final GpuKernels.Work work;
    private final int shots;
    private final BlockingQueue<Message> messages = new LinkedBlockingQueue<>();
    private final List<DeviceVector> vectors = new ArrayList<>();
    private final DeviceTables tables;
    private @Nullable DeviceMemory partials;
    private final MemorySegment stepItems;
    private final MemorySegment turnItems;
    private final MemorySegment sums;
    private final Arena arena = Arena.ofConfined();

    /**
     * @param work with memory of {@link #bytes}
     * @param shots that run side by side at most
     */
    WindowBatches(GpuKernels.Work work, int shots) {
        this.work = work;
        this.shots = shots;
        this.tables = new DeviceTables(work);
        this.stepItems = JaynesWindowStepArguments.allocateArray(shots, arena);
        this.turnItems = JaynesWindowTurnArguments.allocateArray(shots, arena);
        this.sums = arena.allocate(ValueLayout.JAVA_DOUBLE, shots);
    }

    /** Device memory for the arguments and sums of so many shots. */
    static long bytes(int shots) {
        return shots * (JaynesWindowStepArguments.sizeof() + JaynesWindowTurnArguments.sizeof() + Double.BYTES);
    }

    /**
     * Runs a task on so many threads at once, each with window operations of its own, until all have ended.
     *
     * @throws CancellationException if the calling thread is interrupted
     */
    void run(int threads, Consumer<WindowKernels> task) {
        for (int i = 0; i < threads; i++) {
            Thread.startVirtualThread(() -> messages.add(new Message.Ended(failureOf(task))));
        }
        List<Message> batch = new ArrayList<>();
        Throwable failure = null;
        int active = threads;
        while (active > 0) {
            batch.clear();
            failure = collect(active, batch, failure);
            active = batch.size();
            if (failure == null && active > 0) {
                try {
                    execute(batch);
                } catch (RuntimeException | Error e) {
                    failure = e;
                }
            }
            if (failure != null) {
                fail(batch, failure);
            }
        }
        switch (failure) {
            case null -> {}
            case Error e -> throw e;
            case RuntimeException e -> throw e;
            default -> throw new IllegalStateException(failure);
        }
    }

    private @Nullable Throwable failureOf(Consumer<WindowKernels> task) {
        try {
            task.accept(new Kernels());
            return null;
        } catch (RuntimeException | Error e) {
            return e;
        }
    }

    /** A message of every thread; those that want something go into the batch. Returns the first failure. */
    private @Nullable Throwable collect(int active, List<Message> batch, @Nullable Throwable before) {
        Throwable failure = before;
        for (int i = 0; i < active; ) {
            try {
                Message message = messages.take();
                i++;
                if (!(message instanceof Message.Ended(Throwable ended))) {
                    batch.add(message);
                } else if (ended != null && failure == null) {
                    failure = ended;
                }
            } catch (InterruptedException e) {
                failure = new CancellationException("interrupted");
                Thread.currentThread().interrupt();
                return drained(active - i, batch, failure);
            }
        }
        return failure;
    }

    /** Waits for the others although the thread is interrupted: they read memory that is about to be freed. */
    private Throwable drained(int left, List<Message> batch, Throwable failure) {
        boolean interrupted = Thread.interrupted();
        try {
            return Objects.requireNonNull(collect(left, batch, failure));
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static void fail(List<Message> batch, Throwable failure) {
        for (Message message : batch) {
            switch (message) {
                case Message.Step step -> step.sum.completeExceptionally(failure);
                case Message.Turn turn -> turn.done.completeExceptionally(failure);
                case Message.Ended _ -> {}
            }
        }
    }

    private void execute(List<Message> batch) {
        tables.trim();
        List<Message.Step> steps = new ArrayList<>();
        List<Message.Turn> turns = new ArrayList<>();
        try (Arena once = Arena.ofConfined()) {
            scale(batch, once);
            for (Message message : batch) {
                switch (message) {
                    case Message.Step step -> steps.add(step);
                    case Message.Turn turn -> turns.add(turn);
                    case Message.Ended _ -> {}
                }
            }
            turn(turns, once);
            step(steps, once);
            work.download(sumsAt(), sums);
        }
        turns.forEach(turn -> turn.done.complete(0.0));
        for (int i = 0; i < steps.size(); i++) {
            steps.get(i).sum.complete(sums.getAtIndex(ValueLayout.JAVA_DOUBLE, i));
        }
    }

    private long turnsAt() {
        return shots * JaynesWindowStepArguments.sizeof();
    }

    private long sumsAt() {
        return turnsAt() + shots * JaynesWindowTurnArguments.sizeof();
    }

    /** First states and factors that shots have asked for, and room for the results. */
    private void scale(List<Message> batch, Arena once) {
        int count = 0;
        // At most one for each shot, where its turn would be: a scaling needs less room.
        MemorySegment items = JaynesWindowScaleArguments.allocateArray(batch.size(), once);
        for (Message message : batch) {
            DeviceVector x = message instanceof Message.Step step ? step.x : ((Message.Turn) message).x;
            DeviceVector y = message instanceof Message.Step step ? step.y : ((Message.Turn) message).y;
            x.upload(work, once);
            y.allocate(work);
            int scaled = x.takeScaled();
            if (scaled > 0) {
                MemorySegment a = JaynesWindowScaleArguments.asSlice(items, count++);
                JaynesWindowScaleArguments.re(a, x.reAddress());
                JaynesWindowScaleArguments.im(a, x.imAddress());
                JaynesWindowScaleArguments.count(a, scaled);
                JaynesWindowScaleArguments.factor(a, x.factor());
            }
        }
        if (count > 0) {
            work.upload(items.asSlice(0, count * JaynesWindowScaleArguments.sizeof()), turnsAt());
            launch("jaynes_window_scale", turnsAt(), 0, 0, count, once);
            // The turns take the same place on the device.
            work.download(sumsAt(), sums);
        }
    }

    private void turn(List<Message.Turn> turns, Arena once) {
        for (int i = 0; i < turns.size(); i++) {
            write(JaynesWindowTurnArguments.asSlice(turnItems, i), turns.get(i));
        }
        if (!turns.isEmpty()) {
            work.upload(turnItems.asSlice(0, turns.size() * JaynesWindowTurnArguments.sizeof()), turnsAt());
            launch("jaynes_window_turn", turnsAt(), 0, 0, turns.size(), once);
        }
    }

    private void write(MemorySegment a, Message.Turn message) {
        WindowTurn turn = message.turn;
        long[] table = tables.addresses(turn, turn.rows(), turn.columns(), turn.bases());
        JaynesWindowTurnArguments.rows(a, table[0]);
        JaynesWindowTurnArguments.columns(a, table[1]);
        JaynesWindowTurnArguments.bases(a, table[2]);
        JaynesWindowTurnArguments.x_re(a, message.x.reAddress());
        JaynesWindowTurnArguments.x_im(a, message.x.imAddress());
        JaynesWindowTurnArguments.y_re(a, message.y.reAddress());
        JaynesWindowTurnArguments.y_im(a, message.y.imAddress());
        JaynesWindowTurnArguments.row_count(a, turn.rowCount());
    }

    private void step(List<Message.Step> steps, Arena once) {
        if (steps.isEmpty()) {
            return;
        }
        long most = 1;
        for (int i = 0; i < steps.size(); i++) {
            write(JaynesWindowStepArguments.asSlice(stepItems, i), steps.get(i), i);
            most = Math.max(most, steps.get(i).move.groupCount());
        }
        long partialCount = JaynesPhotonics.JAYNES_PHOTON_LANES() * most;
        long bytes = Double.BYTES * partialCount * steps.size();
        if (partials == null || partials.byteSize() < bytes) {
            if (partials != null) {
                partials.close();
            }
            partials = work.allocate(2 * bytes, "the norms of %,d shots".formatted(steps.size()));
        }
        work.upload(stepItems.asSlice(0, steps.size() * JaynesWindowStepArguments.sizeof()), 0);
        String kernel = steps.getFirst().x.isReal() ? "jaynes_window_step_real" : "jaynes_window_step_complex";
        launch(kernel, 0, partials.address(), partialCount, steps.size(), once);
    }

    private void write(MemorySegment a, Message.Step step, int index) {
        long[] move = tables.addresses(step.move, step.move.groups(), step.move.rows());
        StepMatrix m = step.matrix;
        long[] matrix = tables.addresses(m, m.firstRow(), m.firstEntry(), m.columns(), m.re(), m.im());
        JaynesWindowStepArguments.groups(a, move[0]);
        JaynesWindowStepArguments.rows(a, move[1]);
        JaynesWindowStepArguments.first_row(a, matrix[0]);
        JaynesWindowStepArguments.first_entry(a, matrix[1]);
        JaynesWindowStepArguments.columns(a, matrix[2]);
        JaynesWindowStepArguments.m_re(a, matrix[3]);
        JaynesWindowStepArguments.m_im(a, step.x.isReal() ? 0 : matrix[4]);
        JaynesWindowStepArguments.x_re(a, step.x.reAddress());
        JaynesWindowStepArguments.x_im(a, step.x.imAddress());
        JaynesWindowStepArguments.y_re(a, step.y.reAddress());
        JaynesWindowStepArguments.y_im(a, step.y.imAddress());
        JaynesWindowStepArguments.sum(a, work.address() + sumsAt() + 8L * index);
        JaynesWindowStepArguments.group_count(a, step.move.groupCount());
    }

    private void launch(String kernel, long itemsAt, long partialsAddress, long partialCount, int count, Arena once) {
        MemorySegment a = JaynesWindowBatchArguments.allocate(once);
        JaynesWindowBatchArguments.items(a, work.address() + itemsAt);
        JaynesWindowBatchArguments.partials(a, partialsAddress);
        JaynesWindowBatchArguments.partial_count(a, partialCount);
        JaynesWindowBatchArguments.count(a, count);
        work.launch(kernel, JaynesWindowBatchArguments.layout(), count, THREADS, 0, a);
    }

    @Override
    public void close() {
        vectors.forEach(DeviceVector::close);
        tables.close();
        if (partials != null) {
            partials.close();
        }
        arena.close();
    }
}
