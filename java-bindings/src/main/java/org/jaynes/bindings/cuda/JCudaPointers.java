package org.jaynes.bindings.cuda;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import jcuda.NativePointerObject;
import jcuda.Pointer;
import jcuda.driver.CUdeviceptr;

/**
 * Addresses and handles as JCuda's objects and back. JCuda has no public way to wrap a handle that it did not make, so
 * the private field of {@code NativePointerObject} is set. Thread-safe.
 */
final class JCudaPointers {
    private static final VarHandle NATIVE_POINTER = nativePointer();

    private JCudaPointers() {}

    private static VarHandle nativePointer() {
        try {
            return MethodHandles.privateLookupIn(NativePointerObject.class, MethodHandles.lookup())
                    .findVarHandle(NativePointerObject.class, "nativePointer", long.class);
        } catch (ReflectiveOperationException e) {
            throw new LinkageError("this version of JCuda keeps its pointers elsewhere: use 12.6.0", e);
        }
    }

    /** Gives an object the handle, and returns it. */
    static <T extends NativePointerObject> T set(T object, long handle) {
        NATIVE_POINTER.set((NativePointerObject) object, handle);
        return object;
    }

    static long get(NativePointerObject object) {
        return (long) NATIVE_POINTER.get(object);
    }

    /** A new device pointer object for an address. */
    static CUdeviceptr device(long address) {
        return set(new CUdeviceptr(), address);
    }

    /** A new pointer object for an address of the host. */
    static Pointer host(long address) {
        return set(new Pointer(), address);
    }

    /** The address that a user's device pointer stands for, its offset included. */
    static long addressOf(CUdeviceptr pointer) {
        return new Reader(pointer).address();
    }

    /** The copy has the original's offset, which only subclasses can read. */
    private static final class Reader extends CUdeviceptr {
        Reader(CUdeviceptr original) {
            super(original);
        }

        long address() {
            return getNativePointer() + getByteOffset();
        }
    }
}
