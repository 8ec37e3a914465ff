package org.jaynes.execution;

import org.jaynes.plan.DeviceProfile;
import org.jaynes.plan.Precision;

/** The executor that defines what the others compute. It holds nothing itself. */
final class ReferenceExecutor implements Executor {
    static final String NAME = "reference";

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
    public void close() {}
}
