package org.jaynes.decoder.ldpc;

import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jaynes.decoder.random.Philox;
import org.jspecify.annotations.Nullable;

/**
 * The memory strengths gamma of the legs of a relay: numbers of their own for each leg and column, made when first needed.
 * Thread-safe.
 */
final class MemoryStrengths {
    private final Relay relay;
    private final int columnCount;
    private final AtomicReferenceArray<float @Nullable []> legs;

    MemoryStrengths(Relay relay, int columnCount) {
        this.relay = relay;
        this.columnCount = columnCount;
        this.legs = new AtomicReferenceArray<>(relay.legs());
    }

    /** Those of a leg, counted from 1 (leg 0 has one strength for all); not to be changed. */
    float[] ofLeg(int leg) {
        float[] strengths = legs.get(leg - 1);
        if (strengths == null) {
            strengths = relay.strengths() == null ? draw(leg) : explicit(relay.strengths(), leg);
            legs.set(leg - 1, strengths);
        }
        return strengths;
    }

    /** Uniform in the interval: a function of seed, leg and column. */
    private float[] draw(int leg) {
        int purpose = Philox.purposeAndEvent(Philox.PURPOSE_MEMORY_STRENGTH, 0);
        double width = relay.highest() - relay.lowest();
        float[] strengths = new float[columnCount];
        for (int column = 0; column < columnCount; column++) {
            strengths[column] = (float) (relay.lowest() + width * Philox.uniform(relay.seed(), column, leg, purpose));
        }
        return strengths;
    }

    private float[] explicit(float[][] strengths, int leg) {
        float[] ofLeg = strengths[leg - 1];
        if (ofLeg.length != columnCount) {
            throw new IllegalArgumentException("%d memory strengths for leg %d; the model has %d columns"
                    .formatted(ofLeg.length, leg, columnCount));
        }
        return ofLeg;
    }
}
