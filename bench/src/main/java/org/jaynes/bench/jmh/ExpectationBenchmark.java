package org.jaynes.bench.jmh;

import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.jaynes.circuit.Circuit;
import org.jaynes.circuit.CircuitBuilder;
import org.jaynes.circuit.ParameterRows;
import org.jaynes.statevector.Expectations;
import org.jaynes.statevector.PauliSum;
import org.jaynes.statevector.RunOptions;
import org.jaynes.statevector.Simulator;
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

/**
 * A small variational circuit, 5 qubits with 30 gates and 25 parameters, and an observable of 5 products, on the device
 * {@code cpu} with all processors: the latency of one call, and rows of parameters together.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(
        value = 1,
        jvmArgsAppend = {"--enable-native-access=ALL-UNNAMED"})
public class ExpectationBenchmark {
    private static final int QUBITS = 5;

    private static final List<PauliSum> OBSERVABLES =
            List.of(PauliSum.parse("0.5*Z0 Z1 + 0.25*Z2 Z3 + Z4 + 0.5*X0 + 0.5*X1 X2"));

    /** Rows of parameters in a call. */
    @Param({"1", "1000", "100000"})
    public int rows;

    private final RunOptions options = new RunOptions();
    private Simulator simulator;
    private Circuit circuit;
    private ParameterRows parameters;

    /** Made by JMH. */
    @SuppressWarnings("NullAway.Init") // JMH calls open() before any benchmark
    public ExpectationBenchmark() {}

    /** Builds the circuit and draws its parameters. */
    @Setup(Level.Trial)
    public void open() {
        simulator = Simulator.open("cpu");
        CircuitBuilder builder = Circuit.builder(QUBITS);
        for (int layer = 0; layer < 2; layer++) {
            for (int q = 0; q < QUBITS; q++) {
                builder.rx(builder.parameter("x" + layer + q), q).rz(builder.parameter("z" + layer + q), q);
            }
            for (int q = 0; q < QUBITS - 1 && layer == 0; q++) {
                builder.cx(q, q + 1);
            }
        }
        builder.cx(QUBITS - 1, 0);
        for (int q = 0; q < QUBITS; q++) {
            builder.ry(builder.parameter("y" + q), q);
        }
        circuit = builder.build();
        List<String> names = circuit.parameters();
        parameters = ParameterRows.of(
                names,
                new SplittableRandom(1)
                        .doubles((long) rows * names.size(), -3, 3)
                        .toArray());
    }

    /** The expectation value of every row. */
    @Benchmark
    public Expectations expectations() {
        return simulator.expectations(circuit, OBSERVABLES, parameters, options);
    }

    /** Frees the device. */
    @TearDown(Level.Trial)
    public void close() {
        simulator.close();
    }
}
