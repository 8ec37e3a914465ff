package org.jaynes.cli.selftest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jaynes.execution.Executor;
import org.jaynes.execution.Executors;
import org.jaynes.execution.StateBuffer;
import org.jaynes.plan.DeviceProfile;
import org.jaynes.plan.Precision;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The checks must see a device that is wrong in one operation only. */
class KernelChecksTest {
    private int done;
    private int whole;

    private void tell(int checks, int ofChecks) {
        done = checks;
        whole = ofChecks;
    }

    @ParameterizedTest
    @CsvSource({
        "initialize,  initialize",
        "apply,       pass",
        "marginals,   marginals|probabilities",
        "sample,      sample",
        "expectation, expectation",
        "collapse,    collapse",
        "choose,      choice",
        "applySelected, choice that selects"
    })
    void aWrongOperationFailsItsChecksAndNoOthers(String operation, String kernels) {
        Predicate<Parity> itsOwn =
                check -> Pattern.compile(kernels).matcher(check.kernel()).lookingAt();
        try (Executor reference = Executors.reference()) {
            List<Parity> outcomes =
                    new KernelChecks(new FaultyExecutor(reference, operation), reference, 5, this::tell).run(List.of());
            assertEquals(whole, outcomes.size());
            assertEquals(whole, done);
            Set<Boolean> ofKernel =
                    outcomes.stream().filter(itsOwn).map(Parity::passed).collect(Collectors.toSet());
            assertEquals(Set.of(false), ofKernel);
            assertEquals(
                    List.of(),
                    outcomes.stream()
                            .filter(itsOwn.negate().and(o -> !o.passed()))
                            .toList());
            assertFalse(outcomes.stream()
                    .anyMatch(o -> !o.passed() && o.difference().isEmpty()));
        }
    }

    /** The reference, but after one operation an amplitude, or a number that is returned, is off. */
    private record FaultyExecutor(Executor reference, String operation) implements Executor {
        @Override
        public String name() {
            return "faulty";
        }

        @Override
        public DeviceProfile profile() {
            // Small tiles keep the states of several tiles small.
            DeviceProfile profile = reference.profile();
            return new DeviceProfile("faulty", 8, 8, 1, profile.bytesPerSecond(), profile.multiplyAddsPerSecond());
        }

        @Override
        public StateBuffer allocate(int indexBits, int rows, Precision precision) {
            StateBuffer state = reference.allocate(indexBits, rows, precision);
            return (StateBuffer) Proxy.newProxyInstance(
                    StateBuffer.class.getClassLoader(),
                    new Class<?>[] {StateBuffer.class},
                    (proxy, method, arguments) -> {
                        Object result = method.invoke(state, arguments);
                        if (method.getName().equals(operation)) {
                            spoil(state, result);
                        }
                        return result;
                    });
        }

        private static void spoil(StateBuffer state, Object result) {
            switch (result) {
                case double[] numbers -> numbers[0] = Math.nextUp(numbers[0]);
                case long[] outcomes -> outcomes[0] ^= 1;
                case null, default -> state.collapse(0, 0, 0.5);
            }
        }

        @Override
        public void close() {}
    }
}
