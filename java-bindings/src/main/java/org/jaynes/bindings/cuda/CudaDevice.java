package org.jaynes.bindings.cuda;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.jaynes.bindings.generated.cuda.Cuda;

/** A CUDA device. Immutable and thread-safe; its name, memory, architecture and UUID are read once. */
public final class CudaDevice {
    private static final int NAME_BYTES = 256;
    private static final int UUID_BYTES = 16;

    private final DriverCalls driver;
    private final int ordinal;
    private final int handle;
    private final String name;
    private final long totalMemory;
    private final UUID uuid;
    private final ComputeCapability computeCapability;

    private CudaDevice(DriverCalls driver, int ordinal) {
        this.driver = driver;
        this.ordinal = ordinal;
        int[] device = new int[1];
        driver.check(driver.deviceGet(device, ordinal), "cuDeviceGet", () -> "of ordinal " + ordinal);
        this.handle = device[0];
        byte[] text = new byte[NAME_BYTES];
        driver.check(driver.deviceGetName(text, handle), "cuDeviceGetName", () -> "of cuda:" + ordinal);
        this.name = untilNul(text);
        long[] bytes = new long[1];
        driver.check(driver.deviceTotalMem(bytes, handle), "cuDeviceTotalMem", () -> "of cuda:" + ordinal);
        this.totalMemory = bytes[0];
        byte[] id = new byte[UUID_BYTES];
        driver.check(driver.deviceGetUuid(id, handle), "cuDeviceGetUuid", () -> "of cuda:" + ordinal);
        ByteBuffer halves = ByteBuffer.wrap(id);
        this.uuid = new UUID(halves.getLong(), halves.getLong());
        this.computeCapability = new ComputeCapability(
                attribute(Cuda.CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MAJOR(), "compute capability"),
                attribute(Cuda.CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MINOR(), "compute capability"));
    }

    static CudaDevice read(DriverCalls driver, int ordinal) {
        return new CudaDevice(driver, ordinal);
    }

    private static String untilNul(byte[] text) {
        int length = 0;
        while (length < text.length && text[length] != 0) {
            length++;
        }
        return new String(text, 0, length, StandardCharsets.UTF_8);
    }

    DriverCalls calls() {
        return driver;
    }

    int handle() {
        return handle;
    }

    /** The driver that this device is seen through. */
    public CudaDriver driver() {
        return driver;
    }

    /** The device's number among those that the driver shows, from 0. */
    public int ordinal() {
        return ordinal;
    }

    public String name() {
        return name;
    }

    /** Memory of the device in bytes, used or not. */
    public long totalMemory() {
        return totalMemory;
    }

    public ComputeCapability computeCapability() {
        return computeCapability;
    }

    /**
     * Identifies the device across processes and machines; {@code nvidia-smi -L} prints it after {@code GPU-}. For an
     * instance of a partitioned GPU (MIG), {@link Binding#PANAMA} gives the instance's and {@link Binding#JCUDA}, which
     * lacks {@code cuDeviceGetUuid_v2}, the GPU's.
     */
    public UUID uuid() {
        return uuid;
    }

    /** Asks the driver for an attribute. */
    public int attribute(DeviceAttribute attribute) {
        return attribute(attribute.code, attribute.name());
    }

    private int attribute(int code, String what) {
        int[] value = new int[1];
        driver.check(
                driver.deviceGetAttribute(value, code, handle),
                "cuDeviceGetAttribute",
                () -> what + " of cuda:" + ordinal);
        return value[0];
    }

    /** Whether kernels of this device can address memory of another one. */
    public boolean canAccess(CudaDevice peer) {
        int[] can = new int[1];
        driver.check(
                driver.deviceCanAccessPeer(can, handle, peer.handle),
                "cuDeviceCanAccessPeer",
                () -> "from " + this + " to " + peer);
        return can[0] != 0;
    }

    /**
     * Retains the device's primary context, which the CUDA runtime and its libraries use too, so that memory and streams
     * can be shared with them. Close it to release it; the driver destroys it with the last release in this process.
     */
    public CudaContext openPrimaryContext() {
        return CudaContext.retain(this);
    }

    @Override
    public String toString() {
        return "cuda:" + ordinal + " (" + name + ")";
    }
}
