package org.jaynes.execution;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Workspaces of states that have been closed, kept for the next ones: to get memory from the system takes about as long as
 * a pass over it, for the system fills it with zeros, and longer than a small circuit. Thread-safe.
 */
final class IdleWorkspaces {
    private static final int MOST = 8;

    private final long mostBytes;
    /** In the order in which they came back: the last ones may still be in a cache. */
    private final List<CpuWorkspace> workspaces = new ArrayList<>(MOST);

    private long bytes;
    private boolean closed;

    /** @param mostBytes bytes of states that are kept at most, all workspaces together */
    IdleWorkspaces(long mostBytes) {
        this.mostBytes = mostBytes;
    }

    /** The workspace that came back last, of those that fit and waste no more than half; null if there is none. */
    synchronized @Nullable CpuWorkspace take(long stateBytes) {
        for (int i = workspaces.size() - 1; i >= 0; i--) {
            long size = workspaces.get(i).stateBytes();
            if (size >= stateBytes && size / 2 <= stateBytes) {
                bytes -= size;
                return workspaces.remove(i);
            }
        }
        return null;
    }

    /** Keeps a workspace; those that came back first make room for it. Closes what is too much. */
    synchronized void giveBack(CpuWorkspace workspace) {
        if (closed || workspace.stateBytes() > mostBytes) {
            workspace.close();
            return;
        }
        workspaces.add(workspace);
        bytes += workspace.stateBytes();
        while (workspaces.size() > MOST || bytes > mostBytes) {
            closeFirst();
        }
    }

    /** Frees all memory that is kept; whether there was any. */
    synchronized boolean free() {
        boolean any = !workspaces.isEmpty();
        while (!workspaces.isEmpty()) {
            closeFirst();
        }
        return any;
    }

    /** Keeps nothing from now on. */
    synchronized void close() {
        closed = true;
        boolean _ = free();
    }

    private void closeFirst() {
        CpuWorkspace first = workspaces.removeFirst();
        bytes -= first.stateBytes();
        first.close();
    }
}
