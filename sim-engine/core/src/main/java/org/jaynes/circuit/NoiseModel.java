package org.jaynes.circuit;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/**
 * Which channels come with which instructions, and how bits are misread: what turns a circuit as it is written into one
 * with {@link Noise} and {@link ReadoutError}s, as a device would run it. Immutable.
 *
 * @param rules in the order in which their channels act on one instruction
 * @param readout applied in their order too
 */
public record NoiseModel(List<Rule> rules, List<Readout> readout) {
    /** The name by which rules mean measurements; channels act before them. */
    public static final String MEASURE = "measure";

    /** The name by which rules mean resets; channels act behind them. */
    public static final String RESET = "reset";

    public NoiseModel {
        rules = List.copyOf(rules);
        readout = List.copyOf(readout);
    }

    /**
     * A channel behind every gate or reset, or before every measurement, that it names.
     *
     * @param names of gates as {@link Gate#name} gives them, {@link #MEASURE} or {@link #RESET}; empty for all gates
     * @param qubits lists of qubits, controls first, on one of which the instruction must act; empty for any
     * @param arity number of qubits that the instruction must act on; 0 for any
     * @param channel one on a single qubit acts on each qubit of the instruction, one on two qubits on its pair
     */
    public record Rule(Set<String> names, Set<List<Integer>> qubits, int arity, Channel channel) {
        /** @throws IllegalArgumentException if the numbers of qubits contradict each other */
        public Rule {
            names = Set.copyOf(names);
            qubits = Set.copyOf(qubits);
            if (arity < 0) {
                throw new IllegalArgumentException("instructions on %d qubits; expected 1 or more".formatted(arity));
            }
            if (channel.qubitCount() > 1 && arity != 0 && arity != channel.qubitCount()) {
                throw new IllegalArgumentException(
                        "%s acts on %d qubits; expected a rule for gates on as many, not on %d"
                                .formatted(channel, channel.qubitCount(), arity));
            }
            for (List<Integer> listed : qubits) {
                int expected = arity != 0 ? arity : channel.qubitCount() > 1 ? channel.qubitCount() : listed.size();
                if (listed.isEmpty() || listed.size() != expected) {
                    throw new IllegalArgumentException(
                            "qubits %s; expected %d for this rule".formatted(listed, Math.max(1, expected)));
                }
            }
        }

        boolean matches(Instruction instruction) {
            int[] on = qubitsOf(instruction);
            if (on.length == 0) {
                return false;
            }
            boolean named =
                    names.isEmpty() ? instruction instanceof Gate : names.contains(CircuitAnalysis.name(instruction));
            return named
                    && (arity == 0 || arity == on.length)
                    && (channel.qubitCount() == 1 || channel.qubitCount() == on.length)
                    && (qubits.isEmpty()
                            || qubits.contains(Arrays.stream(on).boxed().toList()));
        }

        private void addTo(List<Instruction> target, Instruction instruction) {
            int[] on = qubitsOf(instruction);
            if (channel.qubitCount() == on.length) {
                target.add(new Noise(channel, on));
            } else {
                for (int qubit : on) {
                    target.add(new Noise(channel, new int[] {qubit}));
                }
            }
        }
    }

    /**
     * A measurement gives the wrong value.
     *
     * @param qubits that are measured; empty for all
     * @param oneForZero probability that 0 is read as 1
     * @param zeroForOne probability that 1 is read as 0
     */
    public record Readout(Set<Integer> qubits, double oneForZero, double zeroForOne) {
        /** @throws IllegalArgumentException if a probability is not one */
        public Readout {
            qubits = Set.copyOf(qubits);
            Channel.requireProbability("readout error: P(1|0)", oneForZero);
            Channel.requireProbability("readout error: P(0|1)", zeroForOne);
        }

        boolean matches(Measurement measurement) {
            return qubits.isEmpty() || qubits.contains(measurement.qubit());
        }
    }

    /**
     * The circuit with its noise.
     *
     * @throws IllegalArgumentException if a rule or a readout error names a qubit that the circuit does not have
     */
    public Circuit apply(Circuit circuit) {
        for (Rule rule : rules) {
            rule.qubits().stream().flatMap(List::stream).forEach(q -> requireQubit(q, circuit));
        }
        readout.forEach(r -> r.qubits().forEach(q -> requireQubit(q, circuit)));
        return circuit.withInstructions(applied(circuit.instructions()));
    }

    private static void requireQubit(int qubit, Circuit circuit) {
        if (qubit < 0 || qubit >= circuit.qubitCount()) {
            throw new IllegalArgumentException("the noise model is for qubit %d; the circuit has %d qubits"
                    .formatted(qubit, circuit.qubitCount()));
        }
    }

    private List<Instruction> applied(List<Instruction> body) {
        List<Instruction> result = new ArrayList<>();
        for (Instruction instruction : body) {
            switch (instruction) {
                case Measurement measurement -> {
                    rules.stream().filter(r -> r.matches(measurement)).forEach(r -> r.addTo(result, measurement));
                    result.add(measurement);
                    for (Readout error : readout) {
                        if (error.matches(measurement)) {
                            result.add(new ReadoutError(measurement.bit(), error.oneForZero(), error.zeroForOne()));
                        }
                    }
                }
                case Branch(Expression condition, List<Instruction> yes, List<Instruction> no) ->
                    result.add(new Branch(condition, applied(yes), applied(no)));
                case WhileLoop(Expression condition, List<Instruction> inner) ->
                    result.add(new WhileLoop(condition, applied(inner)));
                default -> {
                    result.add(instruction);
                    rules.stream().filter(r -> r.matches(instruction)).forEach(r -> r.addTo(result, instruction));
                }
            }
        }
        return result;
    }

    /** Whether a rule applies to some instruction of a circuit; one that does not may have a wrong name. */
    public static boolean isUsed(Rule rule, Circuit circuit) {
        return isUsed(rule, circuit.instructions());
    }

    private static boolean isUsed(Rule rule, List<Instruction> body) {
        return body.stream().anyMatch(instruction -> switch (instruction) {
            case Branch(Expression _, List<Instruction> yes, List<Instruction> no) ->
                isUsed(rule, yes) || isUsed(rule, no);
            case WhileLoop(Expression _, List<Instruction> inner) -> isUsed(rule, inner);
            default -> rule.matches(instruction);
        });
    }

    private static int[] qubitsOf(Instruction instruction) {
        return switch (instruction) {
            case Gate gate -> gate.qubits();
            case Measurement(int qubit, int _) -> new int[] {qubit};
            case Reset(int qubit) -> new int[] {qubit};
            default -> new int[0];
        };
    }
}
