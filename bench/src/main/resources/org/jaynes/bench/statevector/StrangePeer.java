import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jaynes.circuit.Barrier;
import org.jaynes.circuit.Environment;
import org.jaynes.circuit.Gate;
import org.jaynes.circuit.Instruction;
import org.jaynes.circuit.StandardGate;
import org.jaynes.qasm.OpenQasm;
import org.redfx.strange.Complex;
import org.redfx.strange.Program;
import org.redfx.strange.Step;
import org.redfx.strange.gate.Cnot;
import org.redfx.strange.gate.Cz;
import org.redfx.strange.gate.SingleQubitMatrixGate;
import org.redfx.strange.gate.Swap;
import org.redfx.strange.local.SimpleQuantumExecutionEnvironment;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Runs circuits with Strange: a JSON object per line on standard input, one for each on standard output, as of peers.py.
 * Started from its source, with Strange and Jaynes on the class path.
 */
final class StrangePeer {
    private static Program program;
    private static Complex[] state;

    public static void main(String[] arguments) throws Exception {
        JsonMapper json = JsonMapper.shared();
        BufferedReader requests = new BufferedReader(new InputStreamReader(System.in));
        // Strange prints.
        var answers = System.out;
        System.setOut(System.err);
        for (String line = requests.readLine(); line != null; line = requests.readLine()) {
            Map<String, ?> answer;
            try {
                answer = answer(json.readTree(line));
            } catch (Exception | OutOfMemoryError e) {
                answer = Map.of("error", String.valueOf(e));
            }
            answers.println(json.writeValueAsString(answer));
            answers.flush();
        }
    }

    private static Map<String, ?> answer(JsonNode request) throws Exception {
        return switch (request.get("do").asString()) {
            case "describe" ->
                Map.of("settings", List.of("a gate a step"), "precision", "single", "version", "0.1.3");
            case "prepare" ->
                prepare(Path.of(request.get("circuit").asString()));
            case "run" -> run();
            case "compare" -> compare(Path.of(request.get("state").asString()));
            default -> throw new IllegalArgumentException("unknown request " + request);
        };
    }

    /** A program runs once only, so it is made anew for each run; that is not timed. */
    private static List<List<org.redfx.strange.Gate>> steps;

    private static int qubits;

    private static Map<String, ?> prepare(Path file) throws Exception {
        var circuit = OpenQasm.parse(file);
        qubits = circuit.qubitCount();
        List<Gate> gates = new ArrayList<>();
        for (Instruction instruction : circuit.instructions()) {
            switch (instruction) {
                case Gate gate -> add(gate, gates);
                case Barrier _ -> {}
                default -> throw new IllegalArgumentException("not a gate: " + instruction);
            }
        }
        // Several gates on two qubits in one step give another state.
        steps = gates.stream().map(gate -> List.of(gate(gate))).toList();
        return Map.of("gates", gates.size());
    }

    /** Controlled phases become what Strange has. */
    private static void add(Gate gate, List<Gate> gates) {
        if (gate.unitary() == StandardGate.P && gate.controlCount() == 1) {
            double half = gate.angleValues(Environment.EMPTY)[0] / 2;
            int a = gate.qubits()[0];
            int b = gate.qubits()[1];
            gates.add(Gate.of(StandardGate.P, new int[] {a}, half));
            gates.add(Gate.of(StandardGate.P, new int[] {b}, half));
            add(cx(a, b), gates);
            gates.add(Gate.of(StandardGate.P, new int[] {b}, -half));
            add(cx(a, b), gates);
        } else if (gate.qubits().length > 0) {
            gates.add(gate);
        }
    }

    private static Gate cx(int control, int target) {
        return new Gate(StandardGate.X, List.of(), new int[] {control, target}, 1, 1);
    }

    private static org.redfx.strange.Gate gate(Gate gate) {
        int[] on = gate.qubits();
        if (on.length == 1 && gate.controlCount() == 0) {
            double[] m = gate.unitary().matrix(gate.angleValues(Environment.EMPTY));
            return new SingleQubitMatrixGate(on[0], new Complex[][] {
                {new Complex(m[0], m[1]), new Complex(m[2], m[3])}, {new Complex(m[4], m[5]), new Complex(m[6], m[7])}
            });
        }
        boolean controlled = gate.controlCount() == 1 && gate.controlValue(0);
        if (controlled && gate.unitary() == StandardGate.X) {
            return new Cnot(on[0], on[1]);
        }
        if (controlled && gate.unitary() == StandardGate.Z) {
            return new Cz(on[0], on[1]);
        }
        if (gate.unitary() == StandardGate.SWAP && gate.controlCount() == 0) {
            return new Swap(on[0], on[1]);
        }
        throw new IllegalArgumentException("Strange has no gate " + gate);
    }

    private static Map<String, ?> run() {
        program = new Program(qubits);
        for (List<org.redfx.strange.Gate> gates : steps) {
            Step step = new Step();
            gates.forEach(step::addGate);
            program.addStep(step);
        }
        long start = System.nanoTime();
        state = new SimpleQuantumExecutionEnvironment().runProgram(program).getProbability();
        return Map.of("seconds", (System.nanoTime() - start) * 1e-9);
    }

    private static Map<String, ?> compare(Path file) throws Exception {
        double re = 0;
        double im = 0;
        double norm = 0;
        double other = 0;
        try (FileChannel channel = FileChannel.open(file)) {
            ByteBuffer bytes = channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size())
                    .order(ByteOrder.LITTLE_ENDIAN);
            int at = 10 + (bytes.getShort(8) & 0xFFFF);
            for (Complex amplitude : state) {
                double x = bytes.getDouble(at);
                double y = bytes.getDouble(at + 8);
                at += 16;
                re += amplitude.r * x + amplitude.i * y;
                im += amplitude.r * y - amplitude.i * x;
                norm += amplitude.abssqr();
                other += x * x + y * y;
            }
        }
        return Map.of("infidelity", 1 - (re * re + im * im) / (norm * other), "norm", norm, "how", "all amplitudes");
    }
}
