package org.jaynes.qasm;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.jaynes.circuit.Assignment;
import org.jaynes.circuit.BinaryOperator;
import org.jaynes.circuit.Branch;
import org.jaynes.circuit.Break;
import org.jaynes.circuit.Circuit;
import org.jaynes.circuit.CircuitBuilder;
import org.jaynes.circuit.ClassicalType;
import org.jaynes.circuit.Expression;
import org.jaynes.circuit.Gate;
import org.jaynes.circuit.Instruction;
import org.jaynes.circuit.MatrixUnitary;
import org.jaynes.circuit.Measurement;
import org.jaynes.circuit.Reset;
import org.jaynes.circuit.StandardGate;
import org.jaynes.circuit.UnaryOperator;
import org.jaynes.circuit.WhileLoop;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A circuit that is written and read again does the same. */
class WriterTest {
    private static final int QUBITS = 4;

    private static Circuit again(Circuit circuit) {
        String text = OpenQasm.write(circuit);
        try {
            return OpenQasm.parse("written", text);
        } catch (QasmException e) {
            throw new AssertionError(e.getMessage() + "\n" + text, e);
        }
    }

    /** Amplitudes times the global phase. */
    private static double[] amplitudes(Circuit circuit, Map<String, Double> parameters) {
        double[] state = ExactRun.amplitudes(circuit, parameters);
        double re = Math.cos(circuit.globalPhase());
        double im = Math.sin(circuit.globalPhase());
        for (int i = 0; i < state.length; i += 2) {
            double x = state[i];
            state[i] = x * re - state[i + 1] * im;
            state[i + 1] = x * im + state[i + 1] * re;
        }
        return state;
    }

    @ParameterizedTest
    @EnumSource(StandardGate.class)
    void everyStandardGateKeepsItsMatrixAndPhase(StandardGate gate) {
        double[] angles = Arrays.copyOf(new double[] {.7, -.4, 1.9}, gate.angleCount());
        CircuitBuilder builder = Circuit.builder(6);
        for (int q = 0; q < 6; q++) {
            builder.u(.3 + q, .2 * q, 1 - q, q);
        }
        int[] qubits = {5, 0, 3, 2, 4, 1};
        int[] used = Arrays.copyOf(qubits, gate.targetCount() + 2);
        builder.add(new Gate(gate, Gate.constantAngles(angles), used, 2, 0b01));
        builder.add(new Gate(gate, Gate.constantAngles(angles), Arrays.copyOfRange(used, 2, used.length), 0, 0));
        Circuit circuit = builder.build();
        assertArrayEquals(amplitudes(circuit, Map.of()), amplitudes(again(circuit), Map.of()), 1e-12);
    }

    @Test
    void matricesOfUpToSixQubitsAreWrittenAsGates() {
        SplittableRandom random = new SplittableRandom(7);
        for (int targets = 1; targets <= 6; targets++) {
            MatrixUnitary matrix = randomUnitary(targets, random);
            CircuitBuilder builder = Circuit.builder(7);
            for (int q = 0; q < 7; q++) {
                builder.u(.3 + q, .2 * q, 1 - q, q);
            }
            int[] qubits = Arrays.copyOf(new int[] {6, 2, 0, 5, 1, 3, 4}, targets + 1);
            builder.add(new Gate(matrix, List.of(), qubits, 1, 1));
            Circuit circuit = builder.build();
            assertArrayEquals(
                    amplitudes(circuit, Map.of()), amplitudes(again(circuit), Map.of()), 1e-11, targets + " targets");
        }
    }

    /** Rows made orthonormal from random numbers. */
    private static MatrixUnitary randomUnitary(int targets, SplittableRandom random) {
        int size = 1 << targets;
        double[] m = random.doubles(2L * size * size, -1, 1).toArray();
        for (int row = 0; row < size; row++) {
            for (int other = 0; other <= row; other++) {
                double re = 0;
                double im = 0;
                for (int k = 0; k < size; k++) {
                    int a = 2 * (other * size + k);
                    int b = 2 * (row * size + k);
                    re += m[a] * m[b] + m[a + 1] * m[b + 1];
                    im += m[a] * m[b + 1] - m[a + 1] * m[b];
                }
                for (int k = 0; k < size; k++) {
                    int a = 2 * (other * size + k);
                    int b = 2 * (row * size + k);
                    if (other == row) {
                        m[b] /= Math.sqrt(re);
                        m[b + 1] /= Math.sqrt(re);
                    } else {
                        double x = m[a];
                        double y = m[a + 1];
                        m[b] -= re * x - im * y;
                        m[b + 1] -= re * y + im * x;
                    }
                }
            }
        }
        return new MatrixUnitary("random", m);
    }

    @Test
    void randomCircuitsOfGatesKeepTheirState() {
        for (int seed = 0; seed < 300; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            CircuitBuilder builder = Circuit.builder();
            builder.qubits("gate", 2);
            builder.qubits("q", QUBITS - 2);
            Expression t = builder.parameter("theta");
            for (int i = 0; i < 20; i++) {
                builder.add(gate(random, t));
            }
            Circuit circuit = builder.build();
            Map<String, Double> values = Map.of("theta", .37);
            assertArrayEquals(amplitudes(circuit, values), amplitudes(again(circuit), values), 1e-12, "seed " + seed);
        }
    }

    private static Gate gate(SplittableRandom random, Expression parameter) {
        StandardGate[] all = StandardGate.values();
        StandardGate gate = all[random.nextInt(all.length)];
        int controls = random.nextInt(Math.min(3, QUBITS - gate.targetCount() + 1));
        int[] qubits = new int[QUBITS];
        Arrays.setAll(qubits, q -> q);
        for (int i = QUBITS - 1; i > 0; i--) {
            int j = random.nextInt(i + 1);
            int swapped = qubits[i];
            qubits[i] = qubits[j];
            qubits[j] = swapped;
        }
        List<Expression> angles = new ArrayList<>();
        for (int i = 0; i < gate.angleCount(); i++) {
            double number = random.nextDouble(-7, 7);
            angles.add(random.nextInt(3) == 0 ? parameter.times(number).plus(.5) : Expression.of(number));
        }
        return new Gate(
                gate,
                angles,
                Arrays.copyOf(qubits, controls + gate.targetCount()),
                controls,
                random.nextInt(1 << controls));
    }

    @Test
    void randomDynamicCircuitsKeepTheirDistribution() {
        int loops = 0;
        for (int seed = 0; seed < 300; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            CircuitBuilder builder = Circuit.builder();
            builder.qubits("q", QUBITS);
            builder.bits("c", 3);
            builder.bits("d", 2);
            Expression.Variable n = builder.variable("n", ClassicalType.unsigned(4));
            Expression.Variable k = builder.variable("int", ClassicalType.integer(8));
            Expression.Variable f = builder.variable("f", ClassicalType.FLOAT);
            List<Expression.Variable> variables = List.of(n, k, f);
            List<Instruction> body = instructions(random, variables, 12, 2);
            body.forEach(builder::add);
            builder.add(new Assignment(
                    new Assignment.ToBits(new Expression.BitRange(3, 2)), Expression.cast(ClassicalType.bits(2), n)));
            Circuit circuit = builder.build();
            loops += body.toString().contains("WhileLoop") ? 1 : 0;
            Circuit read = again(circuit);
            Map<String, Double> expected = ExactRun.distribution(circuit);
            Map<String, Double> actual = ExactRun.distribution(read);
            for (String key : union(expected, actual)) {
                assertEquals(
                        expected.getOrDefault(key, 0.0),
                        actual.getOrDefault(key, 0.0),
                        1e-6,
                        "seed " + seed + ", " + key + "\n" + OpenQasm.write(circuit));
            }
        }
        assertTrue(loops > 30, loops + " circuits with loops");
    }

    private static Iterable<String> union(Map<String, Double> a, Map<String, Double> b) {
        Map<String, Double> all = new HashMap<>(a);
        all.putAll(b);
        return all.keySet();
    }

    private static List<Instruction> instructions(
            SplittableRandom random, List<Expression.Variable> variables, int count, int depth) {
        List<Instruction> list = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            switch (random.nextInt(depth == 0 ? 6 : 9)) {
                case 0, 1 -> list.add(gate(random, Expression.of(.2)));
                case 2 -> list.add(new Measurement(random.nextInt(QUBITS), random.nextInt(5)));
                case 3 -> list.add(new Reset(random.nextInt(QUBITS)));
                case 4, 5 -> list.add(assignment(random, variables));
                case 6, 7 ->
                    list.add(new Branch(
                            condition(random, variables),
                            instructions(random, variables, 3, depth - 1),
                            instructions(random, variables, random.nextInt(3), depth - 1)));
                default -> list.add(loop(random, variables));
            }
        }
        return list;
    }

    /** Counts down in a variable of its own, so that it ends. */
    private static WhileLoop loop(SplittableRandom random, List<Expression.Variable> variables) {
        List<Instruction> body = new ArrayList<>(instructions(random, variables.subList(1, 3), 3, 0));
        Expression.Variable n = variables.getFirst();
        body.add(new Assignment(
                new Assignment.ToVariable(n),
                Expression.binary(BinaryOperator.ADD, n, Expression.of(ClassicalType.unsigned(4), 5))));
        if (random.nextBoolean()) {
            body.add(new Branch(condition(random, variables), List.of(new Break()), List.of()));
        }
        Expression bound = Expression.of(ClassicalType.unsigned(4), 11);
        return new WhileLoop(Expression.binary(BinaryOperator.LESS, n, bound), body);
    }

    private static Expression condition(SplittableRandom random, List<Expression.Variable> variables) {
        return switch (random.nextInt(4)) {
            case 0 -> Expression.bit(random.nextInt(5));
            case 1 -> new Expression.BitRange(1, 3).equalTo(random.nextInt(8));
            case 2 ->
                variables
                        .getFirst()
                        .equalTo(random.nextInt(4))
                        .or(Expression.bit(0).not());
            default ->
                Expression.binary(BinaryOperator.GREATER, variables.getLast(), Expression.of(random.nextDouble(-1, 2)));
        };
    }

    private static Assignment assignment(SplittableRandom random, List<Expression.Variable> variables) {
        Expression value = value(random, variables, 2);
        return switch (random.nextInt(4)) {
            case 0 -> {
                int first = random.nextInt(4);
                var range = new Expression.BitRange(first, 1 + random.nextInt(5 - first));
                Expression bits = value.type().isDiscrete() ? value : new Expression.BitRange(0, 5);
                yield new Assignment(
                        new Assignment.ToBits(range), Expression.cast(ClassicalType.bits(range.count()), bits));
            }
            case 1 -> {
                var range = new Expression.BitRange(0, 3);
                Expression index = Expression.binary(
                        BinaryOperator.REMAINDER,
                        Expression.cast(ClassicalType.unsigned(8), new Expression.BitRange(1, 3)),
                        Expression.of(ClassicalType.unsigned(8), 3));
                yield new Assignment(
                        new Assignment.ToIndexedBit(range, index), Expression.cast(ClassicalType.BOOL, value));
            }
            default ->
                new Assignment(new Assignment.ToVariable(variables.get(random.nextInt(variables.size()))), value);
        };
    }

    private static Expression value(SplittableRandom random, List<Expression.Variable> variables, int depth) {
        if (depth == 0) {
            return switch (random.nextInt(5)) {
                case 0 -> new Expression.BitRange(random.nextInt(3), 2);
                case 1 -> Expression.of(ClassicalType.integer(8), random.nextInt(-9, 10));
                case 2 -> Expression.of(random.nextDouble(-2, 2));
                default -> variables.get(random.nextInt(variables.size()));
            };
        }
        Expression a = value(random, variables, depth - 1);
        Expression b = value(random, variables, depth - 1);
        return switch (random.nextInt(8)) {
            case 0 -> a.minus(b);
            case 1 -> a.times(b);
            case 2 -> Expression.unary(UnaryOperator.COS, a);
            case 3 -> Expression.unary(UnaryOperator.ABSOLUTE, a);
            case 4 -> Expression.binary(BinaryOperator.DIVIDE, a, Expression.of(ClassicalType.integer(16), 3));
            case 5 -> Expression.binary(BinaryOperator.LESS_EQUAL, a, b);
            case 6 -> a.negated();
            default -> a.plus(b);
        };
    }
}
