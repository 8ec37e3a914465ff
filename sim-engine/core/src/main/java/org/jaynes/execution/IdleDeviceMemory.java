package org.jaynes.execution;

import java.util.ArrayList;
import java.util.List;
import org.jaynes.bindings.cuda.DeviceMemory;
import org.jspecify.annotations.Nullable;

/**
 * Memory of states that have been closed, kept for the next ones of the same size: the driver waits for the device when it
 * frees memory, and a graph can be launched again only on states that lie where they lay when it was recorded. Closing the
 * context frees what is kept. Not thread-safe; who writes to it does so in the order of one stream.
 */
final class IdleDeviceMemory {
    private static final int MOST = 16;

    private final long mostBytes;
    /** In the order in which it came back. */
    private final List<DeviceMemory> pieces = new ArrayList<>(MOST);

    private long bytes;

    /** @param mostBytes that are kept at most, in all */
    IdleDeviceMemory(long mostBytes) {
        this.mostBytes = mostBytes;
    }

    /** Bytes that are kept now. */
    long bytes() {
        return bytes;
    }

    /** The memory of this size that came back last; null if there is none. */
    @Nullable
    DeviceMemory take(long size) {
        for (int i = pieces.size() - 1; i >= 0; i--) {
            if (pieces.get(i).byteSize() == size) {
                bytes -= size;
                return pieces.remove(i);
            }
        }
        return null;
    }

    /** Keeps memory that nobody uses any more; what came back first makes room for it. Closes what is too much. */
    void giveBack(DeviceMemory memory) {
        if (memory.byteSize() > mostBytes) {
            memory.close();
            return;
        }
        pieces.add(memory);
        bytes += memory.byteSize();
        while (pieces.size() > MOST || bytes > mostBytes) {
            closeFirst();
        }
    }

    /** Frees all that is kept; whether there was any. */
    boolean free() {
        boolean any = !pieces.isEmpty();
        while (!pieces.isEmpty()) {
            closeFirst();
        }
        return any;
    }

    private void closeFirst() {
        DeviceMemory first = pieces.removeFirst(); // first, for what fails to close must not be handed out again
        bytes -= first.byteSize();
        first.close();
    }
}
