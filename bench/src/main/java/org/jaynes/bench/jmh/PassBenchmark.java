package org.jaynes.bench.jmh;

import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jaynes.circuit.Circuit;
import org.jaynes.circuit.CircuitBuilder;
import org.jaynes.circuit.Environment;
import org.jaynes.circuit.Gate;
import org.jaynes.circuit.Instruction;
import org.jaynes.execution.Executor;
import org.jaynes.execution.Executors;
import org.jaynes.execution.StateBuffer;
import org.jaynes.plan.Coefficients;
import org.jaynes.plan.Plan;
import org.jaynes.plan.Planner;
import org.jaynes.plan.Precision;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** One gate on one qubit of a state of 22 qubits (32 MiB) on the device {@code cpu}, by the qubit's position. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(
        value = 1,
        jvmArgsAppend = {"--enable-native-access=ALL-UNNAMED"})
public class PassBenchmark {
    private static final int QUBITS = 22;

    /** What is done: a generic matrix, Hadamard, a phase, a controlled X. */
    @Param({"u", "h", "t", "cx"})
    public String gate = "u";

    /** The target. */
    @Param({"0", "2", "4", "8", "12", "16", "21"})
    public int qubit;

    private Executor executor;
    private StateBuffer state;
    private Plan plan;
    private Coefficients coefficients;

    /** Made by JMH. */
    @SuppressWarnings("NullAway.Init") // JMH calls open() before any benchmark
    public PassBenchmark() {}

    /** Plans the gate and makes a state that is nowhere zero. */
    @Setup(Level.Trial)
    public void open() {
        executor = Executors.cpu(Runtime.getRuntime().availableProcessors());
        state = executor.allocate(QUBITS, 1, Precision.SINGLE);
        CircuitBuilder everywhere = Circuit.builder(QUBITS);
        for (int q = 0; q < QUBITS; q++) {
            everywhere.ry(0.3 + q, q);
        }
        Plan spread = plan(everywhere.build());
        state.apply(spread, spread.bind(Environment.EMPTY));
        plan = plan(single());
        coefficients = plan.bind(Environment.EMPTY);
    }

    private Circuit single() {
        CircuitBuilder circuit = Circuit.builder(QUBITS);
        switch (gate) {
            case "u" -> circuit.u(0.4, 0.5, 0.6, qubit);
            case "h" -> circuit.h(qubit);
            case "t" -> circuit.t(qubit);
            case "cx" -> circuit.cx((qubit + 1) % QUBITS, qubit);
            default -> throw new IllegalArgumentException(gate);
        }
        return circuit.build();
    }

    private Plan plan(Circuit circuit) {
        List<Gate> gates =
                circuit.instructions().stream().map((Instruction i) -> (Gate) i).toList();
        return Planner.plan(gates, QUBITS, Precision.SINGLE, executor.profile());
    }

    /** Frees the state. */
    @TearDown(Level.Trial)
    public void close() {
        state.close();
        executor.close();
    }

    /** The pass. */
    @Benchmark
    public void pass() {
        state.apply(plan, coefficients);
    }
}
