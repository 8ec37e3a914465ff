package org.jaynes.bindings.cuda;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.jaynes.bindings.Availability;
import org.jaynes.bindings.generated.cuda.Cuda;
import org.jspecify.annotations.Nullable;

/**
 * The kernels that come with Jaynes, as resources {@code META-INF/jaynes/kernels/<module>/<image>}. Images are tried in
 * this order: cubins, {@code sm_90.cubin} for a device of architecture 9.0, then those of older minor versions of the same
 * major one, which CUDA runs too; {@code compute_75.ptx}, which the driver compiles for any device since 7.5; {@code
 * emulated.image}, which only the emulated driver takes. Thread-safe.
 */
public final class KernelImages {
    private static final String FOLDER = "META-INF/jaynes/kernels/";
    private static final int OLDEST_PTX = 75;

    /** What the driver says to an image that is not for it; anything else is a failure and no reason to try another. */
    private static final Set<Integer> REFUSALS = Set.of(
            Cuda.CUDA_ERROR_INVALID_IMAGE(),
            Cuda.CUDA_ERROR_NO_BINARY_FOR_GPU(),
            Cuda.CUDA_ERROR_INVALID_PTX(),
            Cuda.CUDA_ERROR_UNSUPPORTED_PTX_VERSION(),
            Cuda.CUDA_ERROR_JIT_COMPILER_NOT_FOUND(),
            Cuda.CUDA_ERROR_JIT_COMPILATION_DISABLED(),
            Cuda.CUDA_ERROR_INVALID_SOURCE());

    private KernelImages() {}

    /**
     * Loads a module of kernels.
     *
     * @param module its name: {@code statevector}
     * @return the module, or every image that was tried and why the driver refused it
     * @throws CudaException if the driver fails for another reason than the image
     */
    public static Availability<CudaModule> load(CudaContext context, String module) {
        List<String> refusals = new ArrayList<>();
        for (String image : candidates(context.device().computeCapability())) {
            String resource = FOLDER + module + "/" + image;
            byte[] content = read(resource);
            if (content == null) {
                continue;
            }
            try {
                return Availability.of(CudaModule.load(context, content, resource));
            } catch (CudaException e) {
                if (!REFUSALS.contains(e.code())) {
                    throw e;
                }
                refusals.add(e.getMessage());
            }
        }
        if (refusals.isEmpty()) {
            return new Availability.Unavailable<>(List.of(noImage(context, module)));
        }
        refusals.add(
                "a newer driver may take them, or kernels that this machine's nvcc builds (kernels/get-nvcc fetches one)");
        return new Availability.Unavailable<>(refusals);
    }

    private static String noImage(CudaContext context, String module) {
        return "this build of Jaynes has no kernels '%s' for %s of compute capability %s: they are built when nvcc 12.4 or"
                        .formatted(module, context.device(), context.device().computeCapability())
                + " newer is there, and kernels/get-nvcc fetches one";
    }

    /** Names of images, best first. */
    static List<String> candidates(ComputeCapability capability) {
        List<String> names = new ArrayList<>();
        for (int minor = capability.minor(); minor >= 0; minor--) {
            names.add("sm_" + new ComputeCapability(capability.major(), minor).number() + ".cubin");
        }
        if (capability.number() >= OLDEST_PTX) {
            names.add("compute_" + OLDEST_PTX + ".ptx");
        }
        names.add("emulated.image");
        return names;
    }

    /** The resource, with a NUL byte at the end, which PTX needs and the others ignore. */
    private static byte @Nullable [] read(String resource) {
        try (InputStream content = KernelImages.class.getClassLoader().getResourceAsStream(resource)) {
            if (content == null) {
                return null;
            }
            byte[] bytes = content.readAllBytes();
            return Arrays.copyOf(bytes, bytes.length + 1);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + resource, e);
        }
    }
}
