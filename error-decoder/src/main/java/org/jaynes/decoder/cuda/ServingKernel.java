package org.jaynes.decoder.cuda;

import java.lang.foreign.MemorySegment;
import org.jaynes.bindings.cuda.CudaKernel;
import org.jaynes.bindings.cuda.LaunchConfiguration;

/**
 * A kernel that serves single shots, ready to be launched.
 *
 * @param configuration with no more blocks than the device holds at once
 * @param arguments begin with a {@code JaynesServingRing} that is not filled yet
 */
public record ServingKernel(CudaKernel kernel, LaunchConfiguration configuration, MemorySegment arguments) {}
