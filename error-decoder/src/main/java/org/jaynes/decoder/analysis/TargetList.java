package org.jaynes.decoder.analysis;

import java.util.Arrays;
import org.jaynes.decoder.dem.DemTarget;

/** The components of an error while they are being put together. */
final class TargetList {
    private long[] targets = new long[16];
    private int count;

    void addComponent(long[] component) {
        if (count + component.length + 1 > targets.length) {
            targets = Arrays.copyOf(targets, 2 * (count + component.length + 1));
        }
        System.arraycopy(component, 0, targets, count, component.length);
        count += component.length;
        targets[count++] = DemTarget.SEPARATOR;
    }

    /** How long the list is, to be given to {@link #cutTo}. */
    int length() {
        return count;
    }

    void cutTo(int length) {
        count = length;
    }

    /** The components with separators between them. */
    long[] joined() {
        return count == 0 ? Targets.NONE : Arrays.copyOf(targets, count - 1);
    }
}
