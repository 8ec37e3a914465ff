package org.jaynes.plan;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.jaynes.bindings.generated.plan.JaynesPlan;
import org.jaynes.circuit.Gate;
import org.jspecify.annotations.Nullable;

/** One run of the planner: gates to elements, elements to passes, passes to micro-ops. */
final class Planning {
    private static final int MAX_INDEX_BITS = JaynesPlan.JAYNES_MAX_INDEX_BITS();

    private final int qubits;
    private final Precision precision;
    private final DeviceProfile profile;
    private final int @Nullable [] fixedLayout;
    private final int tileBits;

    Planning(int qubits, Precision precision, DeviceProfile profile, int @Nullable [] fixedLayout) {
        if (qubits < 0 || qubits > MAX_INDEX_BITS) {
            throw new IllegalArgumentException("%d qubits; expected 0 to %d".formatted(qubits, MAX_INDEX_BITS));
        }
        this.qubits = qubits;
        this.precision = precision;
        this.profile = profile;
        this.fixedLayout = fixedLayout;
        this.tileBits = profile.tileBits(precision, qubits);
        if (fixedLayout != null) {
            requirePermutation(fixedLayout);
        }
    }

    private void requirePermutation(int[] layout) {
        int[] sorted = layout.clone();
        Arrays.sort(sorted);
        int[] expected = new int[qubits];
        Arrays.setAll(expected, i -> i);
        if (!Arrays.equals(sorted, expected)) {
            throw new IllegalArgumentException("layout %s; expected each of the index bits 0 to %d once"
                    .formatted(Arrays.toString(layout), qubits - 1));
        }
    }

    Plan plan(List<Gate> gates) {
        Registers registers = new Registers();
        GateReader reader = new GateReader(qubits, registers);
        ElementForms forms = reader.read(gates);
        return plan(forms.elements(), 0, registers, reader, emitter -> emitter.finish(forms.globalFactor()));
    }

    /** A plan of a pair of states, see {@link Planner#planPair}. */
    Plan planPair(List<PairStep> steps) {
        Registers registers = new Registers();
        GateReader reader = new GateReader(qubits, registers);
        List<Element> elements = untilLastProbe(reader.readPair(steps).elements());
        return plan(elements, 1L << (qubits - 1), registers, reader, OpEmitter::unfinished);
    }

    /** Without elements that no probe depends on: those that share no wire with any element behind them that is needed. */
    private static List<Element> untilLastProbe(List<Element> all) {
        List<Element> needed = new ArrayList<>();
        long wires = 0;
        for (Element element : all.reversed()) {
            long own = element.targets() | element.readers();
            if (element instanceof Element.Probing || (own & wires) != 0) {
                needed.add(element);
                wires |= own;
            }
        }
        return needed.reversed();
    }

    /**
     * As above, of elements.
     *
     * @param everyTile wires that every tile must have; with any, the state is looked at on the way
     * @param end gives the ops
     */
    private Plan plan(
            List<Element> elements,
            long everyTile,
            Registers registers,
            GateReader reader,
            Function<OpEmitter, List<OpDraft>> end) {
        Scheduler scheduler = new Scheduler(elements, qubits, tileBits, profile.lowBits(), everyTile);
        ScheduleSearch search = new ScheduleSearch(scheduler, qubits, profile, precision, fixedLayout);
        Scheduler.Schedule schedule = search.find();
        int[] bitOf = search.layout(schedule);

        OpEmitter emitter = new OpEmitter(bitOf, profile.lowBits(), elements.size(), everyTile != 0);
        List<Integer> ends = new ArrayList<>();
        for (Scheduler.Group group : schedule.groups()) {
            emitter.emitPass(
                    Arrays.stream(group.elements()).mapToObj(elements::get).toList());
            ends.add(emitter.count());
        }
        List<OpDraft> ops = end.apply(emitter);

        CoefficientProgram.Builder program = new CoefficientProgram.Builder(precision, ops);
        List<Pass> passes = passes(schedule, bitOf, ops, ends, program);
        int[] layout = new int[qubits];
        int[] wires = reader.wires();
        Arrays.setAll(layout, qubit -> bitOf[wires[qubit]]);
        return new Plan(precision, profile, bitOf, layout, passes, program.build(registers));
    }

    private List<Pass> passes(
            Scheduler.Schedule schedule,
            int[] bitOf,
            List<OpDraft> ops,
            List<Integer> ends,
            CoefficientProgram.Builder program) {
        List<Pass> passes = new ArrayList<>();
        int begin = 0;
        for (int i = 0; i < ends.size() || begin < ops.size(); i++) {
            boolean last = i >= ends.size() - 1;
            int end = last ? ops.size() : ends.get(i);
            long wires = i < ends.size() ? schedule.groups().get(i).wires() : 0;
            if (end > begin) {
                Tile tile = Tile.around(wires, bitOf, tileBits);
                List<MicroOp> micro = new ArrayList<>(end - begin);
                for (OpDraft op : ops.subList(begin, end)) {
                    micro.add(tile.microOp(op, program.place(op)));
                }
                passes.add(new Pass(tile.qubits(), Math.min(profile.lowBits(), tileBits), micro));
            }
            begin = end;
        }
        return passes;
    }
}
