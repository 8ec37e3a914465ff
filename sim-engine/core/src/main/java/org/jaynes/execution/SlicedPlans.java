package org.jaynes.execution;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jaynes.plan.Plan;
import org.jaynes.plan.SlicedPlan;
import org.jspecify.annotations.Nullable;

/** The plans for slices that were used last. Thread-safe. */
final class SlicedPlans {
    private static final int MAX_PLANS = 64;

    /**
     * @param plan equal only to itself
     * @param places where the index bits are, or null if that may be chosen
     */
    private record Key(Plan plan, @Nullable Places places, int localBits) {}

    private final Map<Key, SlicedPlan> known = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, SlicedPlan> eldest) {
            return size() > MAX_PLANS;
        }
    };

    synchronized SlicedPlan get(Plan plan, @Nullable Places places, int localBits) {
        return known.computeIfAbsent(new Key(plan, places, localBits), _ -> {
            int sliceBits = plan.indexBits() - localBits;
            return places == null ? SlicedPlan.of(plan, sliceBits) : SlicedPlan.of(plan, sliceBits, places.of());
        });
    }
}
