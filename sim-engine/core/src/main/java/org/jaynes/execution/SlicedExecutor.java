package org.jaynes.execution;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jaynes.plan.DeviceProfile;
import org.jaynes.plan.Precision;
import org.jaynes.plan.SliceCountException;
import org.jspecify.annotations.Nullable;

/**
 * Several devices as one: a state is cut into slices, and slice i lives on device i modulo their number, or on the next one
 * that has room for it, the host last.
 */
final class SlicedExecutor implements Executor {
    /** What a GPU with slices must have left for plans, coefficients and sums: so much, and this part of the slice. */
    private static final long WORKING_BYTES = 1 << 20;

    private static final int WORKING_PART = 64;

    private final List<Executor> devices;
    private final @Nullable Executor spill;
    private final int sliceBits;
    private final String name;
    private final SlicedPlans plans = new SlicedPlans();

    /**
     * Takes the devices over: closing this closes them.
     *
     * @param devices for the slices, at least one; plans are made for the first
     * @param spill for slices that find no room on these, or null
     * @param slices a power of two
     */
    SlicedExecutor(List<Executor> devices, @Nullable Executor spill, int slices) {
        if (devices.isEmpty() || Integer.bitCount(slices) != 1) {
            throw new IllegalArgumentException(
                    "%d slices on %d devices; expected a power of two, and at least one device"
                            .formatted(slices, devices.size()));
        }
        this.devices = List.copyOf(devices);
        this.spill = spill;
        this.sliceBits = Integer.numberOfTrailingZeros(slices);
        this.name = devices.stream().map(Executor::name).collect(Collectors.joining(","));
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public DeviceProfile profile() {
        return devices.getFirst().profile();
    }

    @Override
    public int batchBits() {
        return devices.getFirst().batchBits();
    }

    @Override
    public int slices() {
        return 1 << sliceBits;
    }

    /** Whose threads move amplitudes: those of a device that is the host, if there is one. */
    Executor host() {
        return spill == null ? devices.getFirst() : spill;
    }

    @Override
    public int hostThreads() {
        return devices.getFirst().hostThreads();
    }

    @Override
    public void forEach(long items, HostTask task) {
        devices.getFirst().forEach(items, task);
    }

    SlicedPlans plans() {
        return plans;
    }

    /**
     * As {@link Executor#allocate}.
     *
     * @throws SliceCountException if the state is too small for so many slices
     */
    @Override
    public StateBuffer allocate(int indexBits, int rows, Precision precision) {
        SliceCountException.require(indexBits, sliceBits, 0);
        int count = 1 << sliceBits;
        AbstractStateBuffer[] slices = new AbstractStateBuffer[count];
        Executor[] homes = new Executor[count];
        List<AutoCloseable> done = new ArrayList<>();
        try {
            for (int slice = 0; slice < count; slice++) {
                allocate(slice, indexBits, rows, precision, slices, homes);
                done.add(slices[slice]);
            }
            SlicedStates states = new SlicedStates(indexBits, this, slices, homes);
            states.initialize(0);
            return states;
        } catch (RuntimeException | Error e) {
            try {
                closeAll(done);
            } catch (RuntimeException closing) {
                e.addSuppressed(closing);
            }
            throw e;
        }
    }

    private void allocate(
            int slice, int indexBits, int rows, Precision precision, AbstractStateBuffer[] slices, Executor[] homes) {
        List<Executor> candidates = new ArrayList<>();
        for (int i = 0; i < devices.size(); i++) {
            candidates.add(devices.get((slice + i) % devices.size()));
        }
        if (spill != null) {
            candidates.add(spill);
        }
        String what =
                "slice %d of %d of %s".formatted(slice, 1 << sliceBits, StateSize.describe(indexBits, rows, precision));
        InsufficientMemoryException roomiest = null;
        for (Executor candidate : candidates) {
            try {
                requireWorkingRoom(candidate, what, StateSize.bytes(indexBits - sliceBits, rows, precision));
                slices[slice] = (AbstractStateBuffer) candidate.allocate(indexBits - sliceBits, rows, precision);
                homes[slice] = candidate;
                return;
            } catch (InsufficientMemoryException e) {
                if (roomiest == null || e.limitBytes() > roomiest.limitBytes()) {
                    roomiest = e;
                }
            }
        }
        if (roomiest == null) {
            throw new IllegalStateException("no device to allocate a slice on");
        }
        String where = candidates.stream().map(Executor::name).distinct().collect(Collectors.joining(", "));
        throw new InsufficientMemoryException(
                what,
                candidates.size() == 1 ? where : "the roomiest of " + where,
                roomiest.neededBytes(),
                roomiest.limitBytes());
    }

    /** A slice that leaves no room to work on it is of no use, and the host may have room for it. */
    private static void requireWorkingRoom(Executor device, String what, double sliceBytes) {
        if (device instanceof CudaExecutor gpu) {
            double needed = sliceBytes + sliceBytes / WORKING_PART + WORKING_BYTES;
            long free = gpu.freeMemory();
            if (needed > free) {
                throw new InsufficientMemoryException(what, gpu.name(), (long) needed, free);
            }
        }
    }

    /** Closes all, also when one fails to close. */
    static void closeAll(List<? extends AutoCloseable> all) {
        RuntimeException failure = null;
        for (AutoCloseable one : all) {
            try {
                one.close();
            } catch (RuntimeException e) {
                if (failure == null) {
                    failure = e;
                } else {
                    failure.addSuppressed(e);
                }
            } catch (Exception e) {
                throw new IllegalStateException("closing a buffer threw what none declares", e);
            }
        }
        if (failure != null) {
            throw failure;
        }
    }

    @Override
    public void close() {
        List<Executor> all = new ArrayList<>(devices);
        if (spill != null) {
            all.add(spill);
        }
        closeAll(all);
    }
}
