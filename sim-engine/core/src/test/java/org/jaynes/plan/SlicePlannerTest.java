package org.jaynes.plan;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How often slices exchange amplitudes: known circuits, and never more often than where bits are fetched one at a time. */
class SlicePlannerTest {
    private static final int CIRCUITS = 300;

    @ParameterizedTest
    @CsvSource({
        // circuit, qubits, tile bits, slices, exchanges, part of the state that moves in all of them
        "qft,    28, 13, 2, 1, 0.5",
        "qft,    28, 13, 8, 1, 0.875",
        "qft,    24, 16, 4, 1, 0.75",
        "qaoa,   28, 13, 8, 2, 1.75",
        "ghz,    24, 16, 8, 1, 0.875",
    })
    void a_known_circuit_takes_few_exchanges(
            String circuit, int qubits, int tileBits, int slices, int exchanges, double moved) {
        DeviceProfile profile = new DeviceProfile("test", tileBits, tileBits - 1, 4, 1e9, 1e9);
        Plan plan = Planner.plan(PassCountsTest.gates(circuit, qubits), qubits, Precision.SINGLE, profile);
        SlicedPlan sliced = SlicedPlan.of(plan, Integer.numberOfTrailingZeros(slices));
        assertEquals(exchanges, sliced.exchanges().size());
        assertEquals(moved * Math.scalb(8.0, qubits), sliced.exchangedBytes());
    }

    @Test
    void merged_exchanges_are_never_more_than_bits_fetched_one_at_a_time() {
        int fewer = 0;
        for (int number = 0; number < CIRCUITS; number++) {
            SplittableRandom random = new SplittableRandom(number);
            int qubits = 9 + random.nextInt(9);
            int sliceBits = 1 + random.nextInt(3);
            DeviceProfile profile = new DeviceProfile("test", 6, 6, 2, 1e9, 1e9);
            Plan plan = Planner.plan(new RandomGates(random, qubits, 3).circuit(60), qubits, Precision.DOUBLE, profile);
            int[] places = IntStream.range(0, qubits).toArray();
            int merged = SlicedPlan.of(plan, sliceBits, places).exchanges().size();
            int greedy = oneAtATime(plan, sliceBits, places);
            String message = "circuit %d: %d qubits, %d slice bits".formatted(number, qubits, sliceBits);
            assertTrue(merged <= greedy, () -> message + ": " + merged + " exchanges and not " + greedy);
            assertTrue(SlicedPlan.of(plan, sliceBits).exchanges().size() <= merged, message);
            fewer += merged < greedy ? 1 : 0;
        }
        assertTrue(fewer > CIRCUITS / 2, "only " + fewer + " circuits take fewer exchanges");
    }

    /** Swaps that a planner makes which fetches a bit when it is needed, and sends away the highest that is not. */
    private static int oneAtATime(Plan plan, int sliceBits, int[] initial) {
        int localBits = plan.indexBits() - sliceBits;
        int[] places = initial.clone();
        int swaps = 0;
        for (Pass pass : plan.passes()) {
            long targets = 0;
            for (MicroOp op : pass.ops()) {
                targets |= Retiling.targets(pass, op);
            }
            for (int bit = 0; bit < places.length; bit++) {
                if ((targets >>> bit & 1) == 1 && places[bit] >= localBits) {
                    int leaving = -1;
                    for (int other = 0; other < places.length; other++) {
                        boolean free = (targets >>> other & 1) == 0 && places[other] < localBits;
                        if (free && (leaving < 0 || places[other] > places[leaving])) {
                            leaving = other;
                        }
                    }
                    int place = places[bit];
                    places[bit] = places[leaving];
                    places[leaving] = place;
                    swaps++;
                }
            }
        }
        return swaps;
    }

    @Test
    void no_pass_acts_on_the_number_of_a_slice_and_all_ops_are_there_in_order() {
        for (int number = 0; number < CIRCUITS; number++) {
            SplittableRandom random = new SplittableRandom(~number);
            int qubits = 5 + random.nextInt(6);
            int sliceBits = 1 + random.nextInt(Math.min(3, qubits - 4));
            Plan plan = Planner.plan(
                    new RandomGates(random, qubits, 3).circuit(30),
                    qubits,
                    Precision.SINGLE,
                    new DeviceProfile("test", 6, 6, random.nextInt(4), 1e9, 1e9));
            SlicedPlan sliced = SlicedPlan.of(plan, sliceBits);
            List<Long> offsets = new ArrayList<>();
            int[] places = sliced.initialPlaces();
            for (SlicedPlan.Step step : sliced.steps()) {
                switch (step) {
                    case SlicedPlan.Part(Plan part, int[] passNumbers) -> {
                        assertEquals(part.passes().size(), passNumbers.length);
                        for (Pass pass : part.passes()) {
                            assertTrue(
                                    Arrays.stream(pass.tileQubits()).allMatch(q -> q < qubits - sliceBits),
                                    "circuit " + number);
                            pass.ops().forEach(op -> offsets.add(op.coefficientOffset()));
                        }
                    }
                    case SlicedPlan.Exchange exchange -> places = exchange.places(places);
                }
            }
            assertArrayEquals(sliced.finalPlaces(), places, "circuit " + number);
            List<Long> expected = plan.passes().stream()
                    .flatMap(pass -> pass.ops().stream().map(MicroOp::coefficientOffset))
                    .toList();
            assertEquals(expected, offsets, "circuit " + number);
        }
    }

    @Test
    void more_slices_than_a_gate_leaves_room_for_are_refused() {
        Plan plan = Planner.plan(
                new RandomGates(new SplittableRandom(1), 4, 1).circuit(8), 4, Precision.SINGLE, DeviceProfile.cpu());
        assertEquals(2, SlicedPlan.of(plan, 2).sliceBits());
        SliceCountException refusal = assertThrows(SliceCountException.class, () -> SlicedPlan.of(plan, 3));
        assertTrue(
                refusal.toString().contains("8 slices of a state of 4 qubits; expected at most 4"), refusal::toString);
    }
}
