package org.jaynes.decoder.ldpc;

import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jaynes.decoder.DecoderModelException;
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

    /**
     * Those of a relay.
     *
     * @throws DecoderModelException if the relay's explicit strengths are not as many as columns
     */
    MemoryStrengths(Relay relay, int columnCount) {
        this.relay = relay;
        this.columnCount = columnCount;
        this.legs = new AtomicReferenceArray<>(relay.legs());
        float[][] explicit = relay.strengths();
        for (int leg = 1; explicit != null && leg <= relay.legs(); leg++) {
            int given = explicit[leg - 1].length;
            if (given != columnCount) {
                throw new DecoderModelException(
                        "%d memory strengths for leg %d; the model has %d distinguishable errors"
                                .formatted(given, leg, columnCount));
            }
            legs.set(leg - 1, explicit[leg - 1]);
        }
    }

    /** Those of a leg, counted from 1 (leg 0 has one strength for all); not to be changed. */
    float[] ofLeg(int leg) {
        float[] strengths = legs.get(leg - 1);
        if (strengths == null) {
            strengths = draw(leg);
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
}
