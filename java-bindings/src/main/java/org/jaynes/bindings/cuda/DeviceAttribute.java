package org.jaynes.bindings.cuda;

import org.jaynes.bindings.generated.cuda.Cuda;

/** What can be asked of a device; names are CUDA's, without {@code CU_DEVICE_ATTRIBUTE_}. */
public enum DeviceAttribute {
    /** Most threads of a block. */
    MAX_THREADS_PER_BLOCK(Cuda.CU_DEVICE_ATTRIBUTE_MAX_THREADS_PER_BLOCK()),
    /** Most threads of a block along x. */
    MAX_BLOCK_DIM_X(Cuda.CU_DEVICE_ATTRIBUTE_MAX_BLOCK_DIM_X()),
    /** Most blocks of a grid along x. */
    MAX_GRID_DIM_X(Cuda.CU_DEVICE_ATTRIBUTE_MAX_GRID_DIM_X()),
    /** Shared memory that a block has without asking, in bytes. */
    MAX_SHARED_MEMORY_PER_BLOCK(Cuda.CU_DEVICE_ATTRIBUTE_MAX_SHARED_MEMORY_PER_BLOCK()),
    /** Shared memory that a block can have when its kernel asks for it, in bytes. */
    MAX_SHARED_MEMORY_PER_BLOCK_OPTIN(Cuda.CU_DEVICE_ATTRIBUTE_MAX_SHARED_MEMORY_PER_BLOCK_OPTIN()),
    /** Shared memory of a multiprocessor, in bytes. */
    MAX_SHARED_MEMORY_PER_MULTIPROCESSOR(Cuda.CU_DEVICE_ATTRIBUTE_MAX_SHARED_MEMORY_PER_MULTIPROCESSOR()),
    /** 32-bit registers that a block can have. */
    MAX_REGISTERS_PER_BLOCK(Cuda.CU_DEVICE_ATTRIBUTE_MAX_REGISTERS_PER_BLOCK()),
    /** 32-bit registers of a multiprocessor. */
    MAX_REGISTERS_PER_MULTIPROCESSOR(Cuda.CU_DEVICE_ATTRIBUTE_MAX_REGISTERS_PER_MULTIPROCESSOR()),
    /** Most threads that a multiprocessor holds at once. */
    MAX_THREADS_PER_MULTIPROCESSOR(Cuda.CU_DEVICE_ATTRIBUTE_MAX_THREADS_PER_MULTIPROCESSOR()),
    /** Threads of a warp. */
    WARP_SIZE(Cuda.CU_DEVICE_ATTRIBUTE_WARP_SIZE()),
    /** Number of multiprocessors. */
    MULTIPROCESSOR_COUNT(Cuda.CU_DEVICE_ATTRIBUTE_MULTIPROCESSOR_COUNT()),
    /** L2 cache in bytes. */
    L2_CACHE_SIZE(Cuda.CU_DEVICE_ATTRIBUTE_L2_CACHE_SIZE()),
    /** Peak clock in kHz. */
    CLOCK_RATE(Cuda.CU_DEVICE_ATTRIBUTE_CLOCK_RATE()),
    /** Peak clock of the memory in kHz. */
    MEMORY_CLOCK_RATE(Cuda.CU_DEVICE_ATTRIBUTE_MEMORY_CLOCK_RATE()),
    /** Width of the memory bus in bits. */
    GLOBAL_MEMORY_BUS_WIDTH(Cuda.CU_DEVICE_ATTRIBUTE_GLOBAL_MEMORY_BUS_WIDTH()),
    /** 1 if memory is protected by error correction. */
    ECC_ENABLED(Cuda.CU_DEVICE_ATTRIBUTE_ECC_ENABLED()),
    /** PCI domain. */
    PCI_DOMAIN_ID(Cuda.CU_DEVICE_ATTRIBUTE_PCI_DOMAIN_ID()),
    /** PCI bus. */
    PCI_BUS_ID(Cuda.CU_DEVICE_ATTRIBUTE_PCI_BUS_ID()),
    /** PCI slot. */
    PCI_DEVICE_ID(Cuda.CU_DEVICE_ATTRIBUTE_PCI_DEVICE_ID()),
    /** 1 if all blocks of a grid can be resident and synchronise. */
    COOPERATIVE_LAUNCH(Cuda.CU_DEVICE_ATTRIBUTE_COOPERATIVE_LAUNCH()),
    /** Number of copy engines. */
    ASYNC_ENGINE_COUNT(Cuda.CU_DEVICE_ATTRIBUTE_ASYNC_ENGINE_COUNT());

    final int code;

    DeviceAttribute(int code) {
        this.code = code;
    }
}
