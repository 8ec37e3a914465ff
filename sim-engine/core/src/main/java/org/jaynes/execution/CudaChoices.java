package org.jaynes.execution;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jaynes.bindings.cuda.DeviceMemory;
import org.jaynes.bindings.generated.plan.JaynesChoiceArguments;
import org.jaynes.bindings.generated.plan.JaynesPauliTerm;
import org.jspecify.annotations.Nullable;

/**
 * Memory of a device in which the rows of a batch draw operators: parts of weights, the operators and their factors, the
 * events, the coefficients that come out, and outcomes that wait to be fetched. Not thread-safe.
 */
final class CudaChoices implements AutoCloseable {
    /** Terms of a group of a choice: one. */
    static final long TERM_BYTES = JaynesPauliTerm.sizeof();

    /** Outcomes are kept on the device until somebody asks, or there is no more room: of at least so many draws. */
    private static final int LEAST_WAITING = 64;

    /** And of more as long as they take no more than this, which one copy brings to the host. */
    private static final long OUTCOME_BYTES = 256 << 10;

    private static final int ALIGNMENT = 64;

    private final CudaExecutor executor;
    private final CudaStates states;
    private final List<int[]> fetched = new ArrayList<>();
    /** Draws that there is room for. */
    private final int room;

    private @Nullable DeviceMemory memory;
    private @Nullable DeviceMemory outcomes;
    private int waiting;
    private long events;
    private long numbers;
    private long coefficients;

    CudaChoices(CudaExecutor executor, CudaStates states) {
        this.executor = executor;
        this.states = states;
        this.room = (int) Math.max(LEAST_WAITING, OUTCOME_BYTES / Integer.BYTES / states.rows());
    }

    /**
     * Brings the numbers of a choice to the device.
     *
     * @return address of the parts of weights, which are to be computed next
     */
    long prepare(OperatorChoice choice, int[] eventOfRow) {
        if (outcomes == null) {
            outcomes = executor.memory((long) room * states.rows() * Integer.BYTES, "the outcomes of rows");
        }
        try (Arena arena = Arena.ofConfined()) {
            double[] operators = choice.operators();
            double[] factors = choice.factors();
            MemorySegment host = arena.allocate((operators.length + factors.length) * (long) Double.BYTES, ALIGNMENT);
            MemorySegment.copy(operators, 0, host, ValueLayout.JAVA_DOUBLE, 0, operators.length);
            long factorBytes = (long) operators.length * Double.BYTES;
            MemorySegment.copy(factors, 0, host, ValueLayout.JAVA_DOUBLE, factorBytes, factors.length);
            int realBytes = states.precision().realBytes();
            numbers = aligned((long) choice.partCount() * states.rows() * Double.BYTES);
            events = numbers + aligned(host.byteSize());
            coefficients = events + aligned((long) states.rows() * Integer.BYTES);
            DeviceMemory device =
                    atLeast(coefficients + states.rows() * choice.plan().coefficientCount() * realBytes);
            executor.transfers().upload(host, device, numbers);
            executor.transfers().upload(MemorySegment.ofArray(eventOfRow), device, events);
            return device.address();
        }
    }

    private static long aligned(long bytes) {
        return (bytes + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    }

    private DeviceMemory atLeast(long bytes) {
        DeviceMemory known = memory;
        if (known == null || known.byteSize() < bytes) {
            if (known != null) {
                executor.stream().synchronize();
                memory = null;
                known.close();
            }
            known = executor.memory(bytes, "the choices of rows");
            memory = known;
        }
        return known;
    }

    /**
     * Queues the draws of what has been prepared.
     *
     * @return address of the coefficients that each row gets
     */
    long draw(OperatorChoice choice, long seed, long firstShot) {
        if (waiting == room) {
            fetch();
        }
        DeviceMemory device = require(memory);
        long rowBytes = (long) states.rows() * Integer.BYTES;
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment arguments = JaynesChoiceArguments.allocate(arena);
            JaynesChoiceArguments.parts(arguments, device.address());
            JaynesChoiceArguments.operators(arguments, device.address() + numbers);
            JaynesChoiceArguments.factors(
                    arguments, device.address() + numbers + (long) choice.operators().length * Double.BYTES);
            JaynesChoiceArguments.events(arguments, device.address() + events);
            JaynesChoiceArguments.coefficients(arguments, device.address() + coefficients);
            JaynesChoiceArguments.outcomes(arguments, require(outcomes).address() + waiting * rowBytes);
            JaynesChoiceArguments.seed(arguments, seed);
            JaynesChoiceArguments.first_shot(arguments, firstShot);
            JaynesChoiceArguments.row_count(arguments, states.rows());
            JaynesChoiceArguments.coefficient_stride(
                    arguments, (int) choice.plan().coefficientCount());
            JaynesChoiceArguments.operator_count(arguments, choice.operatorCount());
            JaynesChoiceArguments.part_count(arguments, choice.partCount());
            JaynesChoiceArguments.bit_count(arguments, choice.bits().length);
            executor.kernels(states.precision()).choice(executor.stream(), arguments, states.rows());
        }
        waiting++;
        return device.address() + coefficients;
    }

    private static DeviceMemory require(@Nullable DeviceMemory memory) {
        if (memory == null) {
            throw new IllegalStateException("nothing has been prepared");
        }
        return memory;
    }

    /** The outcomes since the last call. */
    List<int[]> take() {
        fetch();
        List<int[]> taken = List.copyOf(fetched);
        fetched.clear();
        return taken;
    }

    /** Address of the outcomes of a draw since the last {@link #take}, or 0 if there was no more room for it here. */
    long address(int draw) {
        int here = draw - fetched.size();
        return here < 0 ? 0 : require(outcomes).address() + (long) here * states.rows() * Integer.BYTES;
    }

    /** The outcomes of a draw since the last {@link #take}. */
    int[] outcomesOf(int draw) {
        fetch();
        return fetched.get(draw);
    }

    private void fetch() {
        if (waiting == 0) {
            return;
        }
        int[] all = new int[Math.multiplyExact(waiting, states.rows())];
        executor.transfers().download(require(outcomes), 0, MemorySegment.ofArray(all));
        for (int draw = 0; draw < waiting; draw++) {
            fetched.add(Arrays.copyOfRange(all, draw * states.rows(), (draw + 1) * states.rows()));
        }
        waiting = 0;
    }

    @Override
    public void close() {
        DeviceMemory first = memory;
        DeviceMemory second = outcomes;
        try (DeviceMemory _ = first;
                DeviceMemory _ = second) {
            memory = null;
            outcomes = null;
        }
    }
}
