package org.jaynes.statevector;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jaynes.bindings.generated.plan.JaynesPlan;
import org.jaynes.circuit.Assignment;
import org.jaynes.circuit.Barrier;
import org.jaynes.circuit.Branch;
import org.jaynes.circuit.Break;
import org.jaynes.circuit.Circuit;
import org.jaynes.circuit.Continue;
import org.jaynes.circuit.Expression;
import org.jaynes.circuit.Gate;
import org.jaynes.circuit.Instruction;
import org.jaynes.circuit.Measurement;
import org.jaynes.circuit.Noise;
import org.jaynes.circuit.ReadoutError;
import org.jaynes.circuit.Reset;
import org.jaynes.circuit.StandardGate;
import org.jaynes.circuit.Termination;
import org.jaynes.circuit.WhileLoop;
import org.jaynes.execution.OperatorChoice;
import org.jaynes.plan.DeviceProfile;
import org.jaynes.plan.Plan;
import org.jaynes.plan.Planner;
import org.jaynes.plan.Precision;
import org.jspecify.annotations.Nullable;

/**
 * A circuit prepared for a precision and a device: cut into stretches of gates, whose plans are made when they are first
 * needed and kept. Thread-safe.
 *
 * <p>The tail of a circuit is the longest piece at its end that holds only gates and measurements of qubits that are not
 * touched any more: measuring commutes with everything that follows, so the tail's outcomes can be sampled from the
 * final state. A circuit without mid-circuit measurements is all tail. Resets of qubits that no gate has touched yet, with
 * which programs like to begin, do nothing and are left out.
 */
final class PreparedCircuit {
    /** Most qubits of a state. */
    static final int MAX_QUBITS = JaynesPlan.JAYNES_MAX_INDEX_BITS();

    private final Circuit circuit;
    private final Precision precision;
    private final DeviceProfile profile;
    private final boolean fromZero;
    private final List<Instruction> instructions;
    private final int tail;
    private final int[] tailQubits;
    private final Map<Integer, ReadoutError> tailReadout = new HashMap<>();
    private final OutputBits outputs;
    /** Stands for the bodies of resets as the place of their flips. */
    private final List<Instruction> resets = new ArrayList<>();

    /** Stand for operators of channels as the places of their plans. */
    private final Map<Gate, List<Instruction>> operators = new ConcurrentHashMap<>();

    /** Plans of a place that are kept: a loop that exchanges qubits comes back to it with ever other layouts. */
    static final int LAYOUTS_PER_PLACE = 16;

    private final Map<Place, Layouts> places = new ConcurrentHashMap<>();

    private @Nullable AdjointProgram adjoint;
    private volatile @Nullable ObservableGroups lastGroups;
    private @Nullable Plan densityPlan;
    private @Nullable FrameRun frames;
    private boolean framesKnown;
    private @Nullable BatchProgram batch;
    private boolean batchKnown;

    /**
     * Where a stretch begins.
     *
     * @param body compared by identity
     */
    private record Place(List<Instruction> body, int index) {
        @Override
        @SuppressWarnings("ReferenceEquality") // comparing millions of instructions would cost more than planning them
        public boolean equals(Object other) {
            return other instanceof Place that && body == that.body && index == that.index;
        }

        @Override
        public int hashCode() {
            return System.identityHashCode(body) * 31 + index;
        }
    }

    /** The stretches that begin at one place, by layout; those that were used last are kept. */
    private static final class Layouts {
        private final Map<List<Integer>, Stretch> stretches = new LinkedHashMap<>(4, 0.75f, true);

        /** @param layout null where the state is |0...0>, so that qubits may be anywhere */
        synchronized Stretch get(int @Nullable [] layout, Supplier<Stretch> planned) {
            List<Integer> key =
                    layout == null ? List.of() : Arrays.stream(layout).boxed().toList();
            Stretch known = stretches.get(key);
            if (known == null) {
                known = planned.get();
                if (stretches.size() == LAYOUTS_PER_PLACE) {
                    stretches.remove(stretches.keySet().iterator().next());
                }
                stretches.put(key, known);
            }
            return known;
        }

        synchronized int size() {
            return stretches.size();
        }
    }

    /** @throws LimitExceededException if there are too many qubits for a state */
    PreparedCircuit(Circuit circuit, Precision precision, DeviceProfile profile) {
        this(circuit, precision, profile, true);
    }

    /**
     * As above.
     *
     * @param fromZero whether the circuit is applied to |0...0>
     * @throws LimitExceededException if there are too many qubits for a state
     */
    PreparedCircuit(Circuit circuit, Precision precision, DeviceProfile profile, boolean fromZero) {
        if (circuit.qubitCount() > MAX_QUBITS) {
            throw new LimitExceededException("a circuit of %,d qubits; a state vector has at most %d"
                    .formatted(circuit.qubitCount(), MAX_QUBITS));
        }
        this.circuit = circuit;
        this.precision = precision;
        this.profile = profile;
        this.fromZero = fromZero;
        List<Instruction> reached = untilTermination(circuit.instructions());
        this.instructions = LateMeasurements.moved(fromZero ? withoutIdleResets(reached) : reached);
        this.tail = findTail();
        this.tailQubits = new int[circuit.bitCount()];
        Arrays.fill(tailQubits, -1);
        for (Instruction instruction : instructions.subList(tail, instructions.size())) {
            if (instruction instanceof Measurement(int qubit, int bit)) {
                tailQubits[bit] = qubit;
                tailReadout.remove(bit);
            } else if (instruction instanceof ReadoutError error) {
                tailReadout.merge(error.bit(), error, PreparedCircuit::inTurn);
            }
        }
        this.outputs = new OutputBits(circuit);
    }

    private static List<Instruction> untilTermination(List<Instruction> all) {
        for (int i = 0; i < all.size(); i++) {
            if (all.get(i) instanceof Termination) {
                return all.subList(0, i);
            }
        }
        return all;
    }

    private static List<Instruction> withoutIdleResets(List<Instruction> all) {
        BitSet idle = idleResets(all);
        if (idle.isEmpty()) {
            return all;
        }
        List<Instruction> kept = new ArrayList<>(all.size() - idle.cardinality());
        for (int i = idle.nextClearBit(0); i < all.size(); i = idle.nextClearBit(i + 1)) {
            kept.add(all.get(i));
        }
        return kept;
    }

    /** Positions of resets of untouched qubits, up to the first branch or loop: what that touches depends on the run. */
    private static BitSet idleResets(List<Instruction> all) {
        BitSet idle = new BitSet();
        BitSet touched = new BitSet();
        for (int i = 0; i < all.size(); i++) {
            switch (all.get(i)) {
                case Gate gate -> Arrays.stream(gate.qubits()).forEach(touched::set);
                case Noise noise -> Arrays.stream(noise.qubits()).forEach(touched::set);
                case Reset(int qubit) -> idle.set(i, !touched.get(qubit));
                case Measurement _, ReadoutError _, Barrier _, Assignment _ -> {}
                case Branch _, WhileLoop _, Break _, Continue _, Termination _ -> {
                    return idle;
                }
            }
        }
        return idle;
    }

    private int findTail() {
        BitSet touchedLater = new BitSet();
        int start = instructions.size();
        while (start > 0 && isTail(instructions.get(start - 1), touchedLater)) {
            start--;
        }
        return start;
    }

    private static boolean isTail(Instruction instruction, BitSet touchedLater) {
        return switch (instruction) {
            case Gate gate -> {
                for (int qubit : gate.qubits()) {
                    touchedLater.set(qubit);
                }
                yield !dependsOnRun(gate);
            }
            case Measurement(int qubit, int _) -> !touchedLater.get(qubit);
            case Barrier _, ReadoutError _ -> true;
            default -> false;
        };
    }

    private static boolean dependsOnRun(Gate gate) {
        return !gate.isConstant() && gate.angles().stream().anyMatch(Expression::isRunTime);
    }

    Circuit circuit() {
        return circuit;
    }

    Precision precision() {
        return precision;
    }

    /** Index bits of the state: a state has at least one. */
    int indexBits() {
        return Math.max(1, circuit.qubitCount());
    }

    /** The instructions up to the first unconditional end. */
    List<Instruction> instructions() {
        return instructions;
    }

    /** Index of the first instruction of the tail. */
    int tail() {
        return tail;
    }

    /**
     * Whether something is measured, reset or decided before the tail. Unlike {@link Circuit#isDynamic} it knows that a
     * reset of a given initial state does something.
     */
    boolean isDynamic() {
        return tail > 0;
    }

    /** For each classical bit the qubit that the tail measures into it last, or -1. */
    int[] tailQubits() {
        return tailQubits;
    }

    /** How the tail misreads a classical bit at last; null if it does not. */
    @Nullable
    ReadoutError tailReadout(int bit) {
        return tailReadout.get(bit);
    }

    /** Two errors, one after the other. */
    private static ReadoutError inTurn(ReadoutError first, ReadoutError second) {
        double a = first.oneForZero();
        double b = first.zeroForOne();
        return new ReadoutError(
                first.bit(),
                Math.min(1, (1 - a) * second.oneForZero() + a * (1 - second.zeroForOne())),
                Math.min(1, (1 - b) * second.zeroForOne() + b * (1 - second.oneForZero())));
    }

    OutputBits outputs() {
        return outputs;
    }

    /**
     * The gates from an instruction on up to the next that is none, or to the tail.
     *
     * @param layout where the qubits are, or null if the state is |0...0>
     */
    @SuppressWarnings("ReferenceEquality") // bodies are places here, see Place
    Stretch stretch(List<Instruction> body, int index, int @Nullable [] layout) {
        return at(body, index, layout, () -> {
            List<Gate> gates = new ArrayList<>();
            int limit = body == instructions ? tail : body.size();
            int end = index;
            for (; end < limit; end++) {
                if (body.get(end) instanceof Gate gate) {
                    gates.add(gate);
                } else if (!(body.get(end) instanceof Barrier)) {
                    break;
                }
            }
            return plan(gates, end, layout);
        });
    }

    /** All gates of the tail, and the circuit's global phase. */
    Stretch tailStretch(int @Nullable [] layout) {
        return at(instructions, tail, layout, () -> {
            List<Gate> gates = new ArrayList<>();
            for (Instruction instruction : instructions.subList(tail, instructions.size())) {
                if (instruction instanceof Gate gate) {
                    gates.add(gate);
                }
            }
            if (circuit.globalPhase() != 0) {
                gates.add(Gate.of(StandardGate.GPHASE, new int[0], circuit.globalPhase()));
            }
            return plan(gates, instructions.size(), layout);
        });
    }

    /** How observables are read from the final state of one of this circuit's plans; kept for the next call. */
    ObservableGroups groups(List<PauliSum> observables, Plan plan) {
        ObservableGroups known = lastGroups;
        if (known == null || !known.areFor(observables, plan)) {
            known = ObservableGroups.of(observables, plan);
            lastGroups = known;
        }
        return known;
    }

    /**
     * How gradients are computed; made once, on first use.
     *
     * @throws ProgramException if what runs depends on the outcome of a measurement
     */
    synchronized AdjointProgram adjoint() {
        if (adjoint == null) {
            if (isDynamic()) {
                throw new ProgramException(
                        "gradients by the adjoint method are not defined for a circuit with channels, measurements,"
                                + " resets or classical control before its end");
            }
            List<Gate> gates = gates();
            adjoint = AdjointProgram.of(
                    gates, plan(gates, instructions.size(), null).plan(), precision, profile);
        }
        return adjoint;
    }

    /**
     * The plan of the circuit on its density matrix; made once, on first use.
     *
     * @throws ProgramException if there are mid-circuit measurements or classical control
     */
    synchronized Plan densityPlan() {
        if (densityPlan == null) {
            int bits = 2 * circuit.qubitCount();
            if (bits > MAX_QUBITS) {
                throw new LimitExceededException("the density matrix of %,d qubits; at most %d are possible"
                        .formatted(circuit.qubitCount(), MAX_QUBITS / 2));
            }
            List<Gate> gates = DensityProgram.gates(circuit, instructions, tail);
            densityPlan = planned(gates, Math.max(1, bits), null);
        }
        return densityPlan;
    }

    /** How trajectories of a circuit with Pauli errors are run together; empty if it is none. Made once, on first use. */
    synchronized Optional<FrameRun> frames() {
        if (!framesKnown) {
            FrameProgram program = isDynamic() ? FrameProgram.of(this) : null;
            frames = program == null
                    ? null
                    : new FrameRun(program, plan(program.gates(), 0, null).plan());
            framesKnown = true;
        }
        return Optional.ofNullable(frames);
    }

    /** One operator of a channel. */
    Stretch operator(Gate gate, int[] layout) {
        List<Instruction> place = operators.computeIfAbsent(gate, List::of);
        return at(place, 0, layout, () -> plan(List.of(gate), 0, layout));
    }

    /** One operator of a channel with a factor that hardly any other has; not kept. */
    Stretch scaledOperator(Gate gate, int[] layout) {
        return plan(List.of(gate), 0, layout);
    }

    /** An X on a qubit, for a reset. */
    Stretch flip(int qubit, int[] layout) {
        return at(resets, qubit, layout, () -> plan(List.of(Gate.of(StandardGate.X, new int[] {qubit})), 0, layout));
    }

    private Stretch at(List<Instruction> body, int index, int @Nullable [] layout, Supplier<Stretch> planned) {
        return places.computeIfAbsent(new Place(body, index), _ -> new Layouts())
                .get(layout, planned);
    }

    /** How many plans are kept now. */
    int keptPlans() {
        return places.values().stream().mapToInt(Layouts::size).sum();
    }

    /** The plans of all stretches as they are written, each for qubits in order. */
    List<Plan> allPlans() {
        List<Plan> plans = new ArrayList<>();
        collectPlans(instructions, tail, plans);
        Plan last = tailStretch(tail == 0 ? null : inOrder(indexBits())).plan();
        if (tail == 0 || !last.passes().isEmpty()) {
            plans.add(last);
        }
        return plans;
    }

    private void collectPlans(List<Instruction> body, int end, List<Plan> plans) {
        for (int i = 0; i < end; i++) {
            switch (body.get(i)) {
                case Gate _ -> {
                    Stretch stretch = stretch(body, i, inOrder(indexBits()));
                    plans.add(stretch.plan());
                    i = stretch.end() - 1;
                }
                case Branch(Expression _, List<Instruction> yes, List<Instruction> no) -> {
                    collectPlans(yes, yes.size(), plans);
                    collectPlans(no, no.size(), plans);
                }
                case WhileLoop(Expression _, List<Instruction> inner) -> collectPlans(inner, inner.size(), plans);
                default -> {}
            }
        }
    }

    private static int[] inOrder(int bits) {
        int[] layout = new int[bits];
        Arrays.setAll(layout, q -> q);
        return layout;
    }

    private Stretch plan(List<Gate> gates, int end, int @Nullable [] layout) {
        return new Stretch(planned(gates, indexBits(), layout), end, gates);
    }

    /** Whether the circuit is applied to |0...0>. */
    boolean fromZero() {
        return fromZero;
    }

    /** The gates of the tail. */
    List<Gate> tailGates() {
        return instructions.subList(tail, instructions.size()).stream()
                .filter(Gate.class::isInstance)
                .map(Gate.class::cast)
                .toList();
    }

    /** How shots of a dynamic circuit are run as rows; empty if they cannot be. Made once, on first use. */
    synchronized Optional<BatchProgram> batch() {
        if (!batchKnown) {
            batch = isDynamic() ? BatchProgram.of(this) : null;
            batchKnown = true;
        }
        return Optional.ofNullable(batch);
    }

    /** All gates, for circuits of which nothing else matters. */
    List<Gate> gates() {
        return instructions.stream()
                .filter(Gate.class::isInstance)
                .map(Gate.class::cast)
                .toList();
    }

    /** Up to so many qubits, shots are better run as rows; a matter of the plans, so that every device runs them alike. */
    int rowBits() {
        return profile.rowBits();
    }

    /** The operators of an event, drawn on the device. */
    OperatorChoice choice(List<double[]> operators, int[] qubits, int[] layout) {
        int[] bits = Arrays.stream(qubits).map(q -> layout[q]).toArray();
        return new OperatorChoice(operators, bits, indexBits(), precision, profile);
    }

    /** Where no qubit has been placed yet, they may lie anywhere, unless their amplitudes are given. */
    Plan planned(List<Gate> gates, int bits, int @Nullable [] layout) {
        if (layout == null && fromZero) {
            return Planner.plan(gates, bits, precision, profile);
        }
        return Planner.plan(gates, bits, precision, profile, layout == null ? inOrder(bits) : layout);
    }
}
