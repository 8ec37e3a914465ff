package org.jaynes.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.jaynes.circuit.Channel;
import org.jaynes.circuit.MatrixUnitary;
import org.jaynes.circuit.NoiseModel;
import org.jaynes.cli.JsonTree.Value;
import org.jspecify.annotations.Nullable;

/** Reads a {@link NoiseModel} from JSON; docs/noise.md has the fields. */
final class NoiseFile {
    private static final Set<String> FIELDS = sorted("schema", "rules", "readout");
    private static final Set<String> RULE = sorted("gates", "qubits", "gate_qubits", "channel");
    private static final Set<String> READOUT = sorted("qubits", "p1_given_0", "p0_given_1");
    private static final Set<String> ANY = sorted(
            "type",
            "p",
            "x",
            "y",
            "z",
            "gamma",
            "lambda",
            "t1",
            "t2",
            "time",
            "excited",
            "operators",
            "probabilities",
            "unitaries");

    private final int qubitCount;

    private NoiseFile(int qubitCount) {
        this.qubitCount = qubitCount;
    }

    /**
     * A model and where its rules stand.
     *
     * @param places of the rules, in their order
     */
    record Located(NoiseModel model, List<Value> places) {}

    /**
     * Reads a model for a circuit of some qubits.
     *
     * @throws InputException for whatever is wrong in the file, with its place
     */
    static Located read(Path file, int qubitCount) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new InputException(file, Files.exists(file) ? "is not a file" : "there is no such file");
        }
        try {
            return new NoiseFile(qubitCount).model(JsonTree.read(file));
        } catch (NoSuchFileException e) {
            throw new InputException(file, "there is no such file");
        } catch (IOException e) {
            throw InputException.unreadable(file, e);
        }
    }

    private Located model(Value root) {
        Map<String, Value> fields = root.object(FIELDS);
        Value schema = fields.get("schema");
        if (schema != null && !schema.text().equals("jaynes.noise/1")) {
            throw schema.wrong("found \"" + schema.text() + "\"; expected \"jaynes.noise/1\"");
        }
        if (!fields.containsKey("rules") && !fields.containsKey("readout")) {
            throw root.wrong("a noise model without \"rules\" and \"readout\"; expected one of them");
        }
        List<Value> places = list(fields.get("rules"));
        List<NoiseModel.Rule> rules = places.stream().map(this::rule).toList();
        List<NoiseModel.Readout> readout =
                list(fields.get("readout")).stream().map(this::readout).toList();
        return new Located(new NoiseModel(rules, readout), places);
    }

    private static List<Value> list(@Nullable Value value) {
        return value == null ? List.of() : value.list();
    }

    private NoiseModel.Rule rule(Value value) {
        Map<String, Value> fields = value.object(RULE);
        Set<String> names = new HashSet<>();
        for (Value name : list(fields.get("gates"))) {
            names.add(name.text());
        }
        if (fields.containsKey("gates") && names.isEmpty()) {
            throw required(fields, "gates", value).wrong("no gates; leave \"gates\" out for all of them");
        }
        Set<List<Integer>> qubits = new HashSet<>();
        for (Value listed : list(fields.get("qubits"))) {
            qubits.add(listed.list().stream().map(this::qubit).toList());
        }
        Value arity = fields.get("gate_qubits");
        Channel channel = channel(required(fields, "channel", value));
        return located(value, () -> new NoiseModel.Rule(names, qubits, arity == null ? 0 : arity.whole(), channel));
    }

    private NoiseModel.Readout readout(Value value) {
        Map<String, Value> fields = value.object(READOUT);
        Set<Integer> qubits = new HashSet<>();
        for (Value listed : list(fields.get("qubits"))) {
            qubits.add(qubit(listed));
        }
        double oneForZero = required(fields, "p1_given_0", value).number();
        double zeroForOne = required(fields, "p0_given_1", value).number();
        return located(value, () -> new NoiseModel.Readout(qubits, oneForZero, zeroForOne));
    }

    private int qubit(Value value) {
        int qubit = value.whole();
        if (qubit < 0 || qubit >= qubitCount) {
            throw value.wrong("found qubit %d; the program has %s"
                    .formatted(qubit, qubitCount == 0 ? "no qubits" : "qubits 0 to " + (qubitCount - 1)));
        }
        return qubit;
    }

    private static Channel channel(Value value) {
        Map<String, Value> given = value.object(ANY);
        Value type = required(given, "type", value);
        Fields fields = new Fields(value, given);
        return located(value, () -> switch (type.text()) {
            case "bit_flip" -> Channel.bitFlip(fields.only("p").number("p"));
            case "phase_flip" -> Channel.phaseFlip(fields.only("p").number("p"));
            case "depolarizing" -> Channel.depolarizing(fields.only("p").number("p"));
            case "depolarizing2" -> Channel.depolarizing2(fields.only("p").number("p"));
            case "pauli" -> {
                fields.only("x", "y", "z");
                yield Channel.pauli(fields.number("x", 0), fields.number("y", 0), fields.number("z", 0));
            }
            case "amplitude_damping" ->
                Channel.amplitudeDamping(fields.only("gamma").number("gamma"));
            case "phase_damping" -> Channel.phaseDamping(fields.only("lambda").number("lambda"));
            case "thermal_relaxation" -> {
                fields.only("t1", "t2", "time", "excited");
                yield Channel.thermalRelaxation(
                        fields.number("t1"), fields.number("t2"), fields.number("time"), fields.number("excited", 0));
            }
            case "reset" -> {
                fields.only();
                yield Channel.reset();
            }
            case "kraus" -> Channel.kraus("kraus", fields.only("operators").matrices("operators"));
            case "mixture" -> {
                fields.only("probabilities", "unitaries");
                yield Channel.mixture(
                        "mixture",
                        fields.value("probabilities").list().stream()
                                .mapToDouble(Value::number)
                                .toArray(),
                        fields.matrices("unitaries").stream()
                                .map(m -> new MatrixUnitary("mixture", m))
                                .toList());
            }
            default ->
                throw type.wrong("found \"" + type.text() + "\"; expected a channel: bit_flip, phase_flip, pauli, "
                        + "depolarizing, depolarizing2, amplitude_damping, phase_damping, thermal_relaxation, reset, "
                        + "kraus or mixture");
        });
    }

    /** The parameters of a channel. */
    private record Fields(Value place, Map<String, Value> given) {
        /** Refuses parameters that the channel does not have. */
        Fields only(String... names) {
            Set<String> known = sorted(names);
            known.add("type");
            given.forEach((name, value) -> {
                if (!known.contains(name)) {
                    throw value.wrong("unknown field '%s' of this channel; expected %s".formatted(name, known));
                }
            });
            return this;
        }

        Value value(String name) {
            return required(given, name, place);
        }

        double number(String name) {
            return value(name).number();
        }

        double number(String name, double otherwise) {
            Value value = given.get(name);
            return value == null ? otherwise : value.number();
        }

        List<double[]> matrices(String name) {
            List<double[]> matrices = new ArrayList<>();
            for (Value matrix : value(name).list()) {
                matrices.add(matrix(matrix));
            }
            return matrices;
        }

        /** Rows of numbers or of pairs [re, im]. */
        private static double[] matrix(Value value) {
            List<Value> rows = value.list();
            double[] numbers = new double[2 * rows.size() * rows.size()];
            int next = 0;
            for (Value row : rows) {
                if (row.list().size() != rows.size()) {
                    throw row.wrong("a row of %d entries in a matrix of %d rows; expected as many"
                            .formatted(row.list().size(), rows.size()));
                }
                for (Value entry : row.list()) {
                    boolean pair = entry.content() instanceof List<?>;
                    List<Value> parts = pair ? entry.list() : List.of(entry);
                    if (parts.isEmpty() || parts.size() > 2) {
                        throw entry.wrong("expected a number or [re, im]");
                    }
                    numbers[next] = parts.getFirst().number();
                    numbers[next + 1] = parts.size() == 2 ? parts.getLast().number() : 0;
                    next += 2;
                }
            }
            return numbers;
        }
    }

    private static Value required(Map<String, Value> fields, String name, Value place) {
        Value value = fields.get(name);
        if (value == null) {
            throw place.wrong("the field \"" + name + "\" is missing");
        }
        return value;
    }

    /** What is not physical is said by the library; the place is this. */
    private static <T> T located(Value place, Supplier<T> made) {
        try {
            return made.get();
        } catch (IllegalArgumentException e) {
            throw place.wrong(Failure.message(e));
        }
    }

    private static Set<String> sorted(String... names) {
        return new TreeSet<>(List.of(names));
    }
}
