package org.jaynes.statevector;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jaynes.plan.Coefficients;
import org.jaynes.plan.Plan;

/** The numbers of stretches for all values of the bits that they depend on; kept for the batches that come. Thread-safe. */
final class CaseTables {
    /**
     * A table.
     *
     * @param plan of the stretch where it was come to
     * @param bits whose values are the cases
     * @param known values of the other bits that it reads
     */
    private record Key(Plan plan, List<Integer> bits, List<Boolean> known) {}

    private final Map<Key, Optional<Coefficients>> tables = new ConcurrentHashMap<>();

    /**
     * The table of a stretch: bit b of a row's number is the value of {@code bits[b]}. Empty if a case cannot be computed;
     * whether it ever happens is not known here.
     *
     * @param row any that agrees with all others in what the stretch reads beside these bits
     */
    Optional<Coefficients> of(
            BatchProgram.Stretch stretch, BitDependence dependence, Plan plan, int[] bits, BatchRow row) {
        List<Boolean> known = dependence.bits().stream()
                .filter(bit -> Arrays.stream(bits).noneMatch(b -> b == bit))
                .mapToObj(row.classical::bit)
                .toList();
        Key key = new Key(plan, Arrays.stream(bits).boxed().toList(), known);
        return tables.computeIfAbsent(key, _ -> computed(stretch, plan, bits, row));
    }

    private static Optional<Coefficients> computed(BatchProgram.Stretch stretch, Plan plan, int[] bits, BatchRow row) {
        List<BatchRow> cases = new ArrayList<>();
        try {
            for (int number = 0; number < 1 << bits.length; number++) {
                BatchRow one = row.twin();
                for (int b = 0; b < bits.length; b++) {
                    one.classical.setBit(bits[b], (number >>> b & 1) == 1);
                }
                stretch.steps().forEach(one::take);
                cases.add(one);
            }
            return Optional.of(plan.bind(cases));
        } catch (ArithmeticException | IndexOutOfBoundsException | IllegalArgumentException _) {
            return Optional.empty();
        }
    }
}
