package org.jaynes.execution;

import org.jaynes.plan.DeviceProfile;
import org.jaynes.plan.Precision;

/** The executor that defines what the others compute. It holds no memory itself. */
final class ReferenceExecutor implements Executor {
    static final String NAME = "reference";

    private volatile boolean closed;

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public DeviceProfile profile() {
        return DeviceProfile.cpu();
    }

    @Override
    public StateBuffer allocate(int indexBits, int rows, Precision precision) {
        if (closed) {
            throw new IllegalStateException(NAME + " has been closed");
        }
        StateBuffer buffer =
                new ReferenceStates(indexBits, rows, precision, HostStates.allocate(NAME, indexBits, rows, precision));
        try {
            buffer.initialize(0);
        } catch (RuntimeException | Error e) {
            buffer.close();
            throw e;
        }
        return buffer;
    }

    @Override
    public void close() {
        closed = true;
    }
}
