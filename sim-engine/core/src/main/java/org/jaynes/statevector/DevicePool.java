package org.jaynes.statevector;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import org.jaynes.execution.DeviceFailedException;
import org.jaynes.execution.DeviceName;
import org.jaynes.execution.DeviceName.Kind;
import org.jaynes.execution.DeviceUnavailableException;
import org.jaynes.execution.Executor;
import org.jaynes.execution.Executors;
import org.jaynes.execution.InsufficientMemoryException;
import org.jspecify.annotations.Nullable;

/**
 * Opens devices and chooses among them. A device named by the user is used or is an error. {@code auto} prefers a GPU for
 * large states, then the CPU, then the reference, and goes on to the next when one cannot be used, has too little memory
 * or fails; the reasons are kept for the result. Thread-safe.
 */
final class DevicePool implements AutoCloseable {
    /** Opens a device; tests put failing ones in the place of the real ones. */
    interface Opener {
        /**
         * Opens a device.
         *
         * @throws DeviceUnavailableException if it cannot be used
         * @throws DeviceFailedException if it has no memory left for what an open device needs
         */
        Executor open(DeviceName device, int threads);
    }

    private final SimulatorOptions options;
    private final DeviceName asked;
    private final Opener opener;
    private final Map<DeviceName, Executor> open = new HashMap<>();
    private boolean closed;

    /** Why devices that were tried cannot be used any more. */
    private final Map<DeviceName, String> refused = new HashMap<>();

    DevicePool(SimulatorOptions options) {
        this(options, opener(options));
    }

    /** A name without a number, and no name, stand for all GPUs where a state is cut into slices. */
    private static Opener opener(SimulatorOptions options) {
        if (options.slices() == 1) {
            return Executors::open;
        }
        boolean allGpus = options.device().equals("auto") || options.device().equals("cuda");
        return (device, threads) -> Executors.sliced(device, allGpus, threads, options.slices());
    }

    DevicePool(SimulatorOptions options, Opener opener) {
        this.options = options;
        this.asked = DeviceName.parse(options.device());
        this.opener = opener;
    }

    /** Opens the named device at once, so that its absence is found before any work. */
    void requireNamed() {
        if (asked.kind() != Kind.AUTO) {
            var _ = executor(asked);
        }
    }

    /**
     * Does some work on the device of choice.
     *
     * @param qubits size of the states
     * @throws DeviceUnavailableException if the named device cannot be used
     * @throws DeviceFailedException if the named device, or under {@code auto} every one, failed
     */
    <T> T use(int qubits, BiFunction<Executor, DeviceChoice, T> work) {
        if (asked.kind() != Kind.AUTO) {
            Executor executor = executor(asked);
            return work.apply(executor, choice(executor, "asked for by name"));
        }
        List<String> reasons = new ArrayList<>();
        List<DeviceName> candidates = candidates(qubits, reasons);
        for (DeviceName candidate : candidates.subList(0, candidates.size() - 1)) {
            Attempt<T> attempt = attempt(candidate, reasons, work);
            if (attempt != null) {
                return attempt.result();
            }
        }
        Executor last = executor(candidates.getLast());
        return work.apply(last, choice(last, reason(reasons)));
    }

    private record Attempt<T>(T result) {}

    private List<DeviceName> candidates(int qubits, List<String> reasons) {
        DeviceName cuda = new DeviceName(Kind.CUDA, 0);
        DeviceName cpu = new DeviceName(Kind.CPU, 0);
        DeviceName reference = new DeviceName(Kind.REFERENCE, 0);
        if (qubits >= options.cudaFromQubits()) {
            return List.of(cuda, cpu, reference);
        }
        reasons.add("a GPU is taken from %d qubits on, and these are %d".formatted(options.cudaFromQubits(), qubits));
        return List.of(cpu, reference);
    }

    private <T> @Nullable Attempt<T> attempt(
            DeviceName device, List<String> reasons, BiFunction<Executor, DeviceChoice, T> work) {
        Executor executor;
        try {
            executor = executor(device);
        } catch (DeviceUnavailableException | DeviceFailedException e) {
            reasons.add(e.getMessage());
            return null;
        }
        try {
            return new Attempt<>(work.apply(executor, choice(executor, reason(reasons))));
        } catch (DeviceFailedException e) {
            refuse(device, String.valueOf(e.getMessage()));
            reasons.add(e.getMessage());
        } catch (InsufficientMemoryException e) {
            if (device.kind() != Kind.CUDA) {
                throw e;
            }
            reasons.add(e.getMessage());
        } catch (IllegalStateException e) {
            // Closed while this thread was at work: another one saw it fail.
            reasons.add(refusal(device).orElseThrow(() -> e));
        }
        return null;
    }

    private synchronized Optional<String> refusal(DeviceName device) {
        return Optional.ofNullable(refused.get(device));
    }

    private static DeviceChoice choice(Executor executor, String reason) {
        boolean whole = executor.slices() == 1;
        return new DeviceChoice(
                executor.name(), whole ? reason : "%s; in %d slices".formatted(reason, executor.slices()));
    }

    private static String reason(List<String> reasons) {
        return reasons.isEmpty() ? "auto: the best device here" : "auto: " + String.join("; ", reasons);
    }

    private synchronized Executor executor(DeviceName device) {
        if (closed) {
            throw new IllegalStateException("the simulator has been closed");
        }
        Executor known = open.get(device);
        if (known != null) {
            return known;
        }
        String refusal = refused.get(device);
        if (refusal != null) {
            throw new DeviceUnavailableException(device.toString(), refusal);
        }
        Executor executor = opener.open(device, options.threads());
        open.put(device, executor);
        return executor;
    }

    /** A device that failed is not tried again: after most failures of a GPU its context is lost. */
    private synchronized void refuse(DeviceName device, String reason) {
        refused.put(device, reason);
        Executor executor = open.remove(device);
        if (executor != null) {
            closeFailed(executor);
        }
    }

    private static void closeFailed(Executor executor) {
        try {
            executor.close();
        } catch (DeviceFailedException e) {
            // What a lost device still holds is freed by the driver when the process ends.
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
        List<Runnable> closings = open.values().stream()
                .<Runnable>map(executor -> executor::close)
                .toList();
        open.clear();
        Closing.all(closings);
    }
}
