package org.jaynes.execution;

import java.util.ArrayList;
import java.util.List;
import org.jaynes.bindings.Availability;
import org.jaynes.bindings.cpu.CpuLibrary;
import org.jaynes.bindings.cuda.CudaDriver;

/** Opens the devices of this machine. */
public final class Executors {
    private Executors() {}

    /**
     * A device by its name.
     *
     * @param name {@code cuda}, {@code cuda:i}, {@code cpu} or {@code reference}
     * @param threads how many threads work on a large state on the CPU, the calling one included
     * @throws IllegalArgumentException if there is no such name; {@code auto} is a choice, not a device
     * @throws DeviceUnavailableException if it cannot be used: why, and the remedy
     */
    public static Executor open(String name, int threads) {
        return open(DeviceName.parse(name), threads);
    }

    /** As {@link #open(String, int)}. */
    public static Executor open(DeviceName device, int threads) {
        return switch (device.kind()) {
            case CUDA -> cuda(device.ordinal());
            case CPU -> cpu(threads);
            case REFERENCE -> reference();
            case AUTO ->
                throw new IllegalArgumentException(
                        "auto is a choice among devices; expected cuda, cuda:0, cuda:1, ..., cpu or reference");
        };
    }

    /**
     * An executor that cuts every state into slices, for states larger than one device: slice i lives on GPU i modulo their
     * number, and what the GPUs have no room for lives on the host and is worked on there. Slices of {@code cpu} and of {@code
     * reference} are all on the host. Results have the bits of a state in one piece.
     *
     * @param allGpus whether GPU slices are spread over all GPUs, and not on the named one alone
     * @param threads how many threads work on a large slice on the CPU, the calling one included
     * @param slices a power of two from 2
     * @throws DeviceUnavailableException if one of the devices cannot be used
     */
    public static Executor sliced(DeviceName device, boolean allGpus, int threads, int slices) {
        if (device.kind() != DeviceName.Kind.CUDA) {
            return new SlicedExecutor(List.of(open(device, threads)), null, slices);
        }
        CudaDriver driver = orThrow(device.toString(), CudaDriver.find());
        List<Executor> opened = new ArrayList<>();
        try {
            if (allGpus) {
                for (int ordinal = 0; ordinal < driver.devices().size(); ordinal++) {
                    opened.add(CudaExecutor.open(driver, ordinal));
                }
            } else {
                opened.add(CudaExecutor.open(driver, device.ordinal()));
            }
            return new SlicedExecutor(opened, host(threads), slices);
        } catch (RuntimeException | Error e) {
            try {
                SlicedExecutor.closeAll(opened);
            } catch (RuntimeException closing) {
                e.addSuppressed(closing);
            }
            throw e;
        }
    }

    /** What the host does best: the CPU's kernels if this build has them. */
    private static Executor host(int threads) {
        return CpuLibrary.find() instanceof Availability.Available<CpuLibrary> ? cpu(threads) : reference();
    }

    /** Plain Java, on the calling thread; always there. */
    public static Executor reference() {
        return new ReferenceExecutor();
    }

    /**
     * The SIMD kernels of libjaynes_cpu.
     *
     * @param threads how many threads work on a large state, the calling one included
     * @throws DeviceUnavailableException if the library cannot be loaded
     */
    public static Executor cpu(int threads) {
        CpuLibrary library = orThrow(CpuExecutor.NAME, CpuLibrary.find());
        return new CpuExecutor(library, library.bestInstructionSet(), threads);
    }

    private static <T> T orThrow(String device, Availability<T> found) {
        return switch (found) {
            case Availability.Available<T>(T value) -> value;
            case Availability.Unavailable<T> missing -> throw new DeviceUnavailableException(device, missing.reason());
        };
    }

    /**
     * A GPU, or an emulated one.
     *
     * @param ordinal the number that the driver gives the device
     * @throws DeviceUnavailableException if there is no driver, no such device, none of our kernels for it, or if the
     *     driver fails to open it
     * @throws org.jaynes.bindings.SettingException if the setting {@code jaynes.cuda} is none that there is
     */
    public static Executor cuda(int ordinal) {
        return CudaExecutor.open(orThrow("cuda:" + ordinal, CudaDriver.find()), ordinal);
    }
}
