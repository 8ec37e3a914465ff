package org.jaynes.execution;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jaynes.bindings.Availability;
import org.jaynes.bindings.cpu.CpuLibrary;
import org.jaynes.bindings.cpu.HostMemory;
import org.jaynes.bindings.cuda.CudaContext;
import org.jaynes.bindings.cuda.CudaDevice;
import org.jaynes.bindings.cuda.CudaDriver;
import org.jaynes.bindings.cuda.CudaException;
import org.jaynes.bindings.cuda.CudaModule;
import org.jaynes.bindings.cuda.KernelImages;
import org.jaynes.plan.Precision;

/** The devices of this machine. */
public final class Devices {
    private Devices() {}

    /**
     * All devices, GPUs first. Every GPU is opened and its kernels are loaded, which takes a second or so. Without a
     * driver there is one unusable {@code cuda:0}, whose reason says what is missing.
     */
    public static List<DeviceInfo> list() {
        List<DeviceInfo> devices = new ArrayList<>();
        switch (CudaDriver.find()) {
            case Availability.Available<CudaDriver>(CudaDriver driver) ->
                driver.devices().forEach(device -> devices.add(cuda(driver, device)));
            case Availability.Unavailable<CudaDriver> none ->
                devices.add(new DeviceInfo("cuda:0", "cuda", false, none.reason(), Map.of()));
        }
        devices.add(cpu());
        devices.add(new DeviceInfo(
                "reference", "reference", true, "", Map.of("memory_bytes", HostMemory.availableBytes())));
        return devices;
    }

    private static DeviceInfo cuda(CudaDriver driver, CudaDevice device) {
        String name = "cuda:" + device.ordinal();
        Map<String, Object> details = new LinkedHashMap<>();
        details.put("model", device.name());
        details.put("memory_bytes", device.totalMemory());
        details.put("compute_capability", device.computeCapability().toString());
        details.put("driver_version", driver.version() / 1000 + "." + driver.version() % 1000 / 10);
        details.put("driver_library", driver.library().toString());
        details.put("binding", driver.binding().word());
        try (CudaContext context = device.openPrimaryContext()) {
            return switch (KernelImages.load(context, CudaKernels.MODULE)) {
                case Availability.Available<CudaModule>(CudaModule module) -> {
                    try (module) {
                        for (Precision precision : Precision.values()) {
                            new CudaKernels(module, device, precision);
                        }
                        details.put("kernels", module.origin());
                        details.put("free_bytes", context.freeMemory());
                    }
                    yield new DeviceInfo(name, "cuda", true, "", details);
                }
                case Availability.Unavailable<CudaModule> none ->
                    new DeviceInfo(name, "cuda", false, none.reason(), details);
            };
        } catch (CudaException e) {
            return new DeviceInfo(name, "cuda", false, String.valueOf(e.getMessage()), details);
        }
    }

    private static DeviceInfo cpu() {
        return switch (CpuLibrary.find()) {
            case Availability.Available<CpuLibrary>(CpuLibrary library) -> {
                Map<String, Object> details = new LinkedHashMap<>();
                details.put("memory_bytes", HostMemory.availableBytes());
                details.put(
                        "instruction_set", library.bestInstructionSet().name().toLowerCase(Locale.ROOT));
                details.put("library", library.path().toString());
                yield new DeviceInfo("cpu", "cpu", true, "", details);
            }
            case Availability.Unavailable<CpuLibrary> none ->
                new DeviceInfo("cpu", "cpu", false, none.reason(), Map.of());
        };
    }
}
