/** The CUDA driver API as objects: devices, contexts, streams, modules, kernels and memory. */
@NullMarked
package org.jaynes.bindings.cuda;

import org.jspecify.annotations.NullMarked;
