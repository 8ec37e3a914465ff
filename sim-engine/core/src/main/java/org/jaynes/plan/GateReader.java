package org.jaynes.plan;

import java.util.ArrayList;
import java.util.List;
import org.jaynes.circuit.Gate;
import org.jaynes.circuit.MatrixOperator;
import org.jaynes.circuit.StandardGate;

/** Reads gates into {@link Element}s on wires. */
final class GateReader {
    private final int qubits;
    private final Registers registers;
    private final ElementForms forms;
    private final PairFusion fusion;
    /** Wire of each qubit; SWAPs change it. */
    private final int[] wireOf;

    GateReader(int qubits, Registers registers) {
        this.qubits = qubits;
        this.registers = registers;
        this.forms = new ElementForms(registers);
        this.fusion = new PairFusion(qubits, registers, forms);
        this.wireOf = new int[qubits];
        for (int qubit = 0; qubit < qubits; qubit++) {
            wireOf[qubit] = qubit;
        }
    }

    /** Reads all gates. */
    ElementForms read(List<Gate> gates) {
        for (Gate gate : gates) {
            read(gate);
        }
        fusion.endAll();
        return forms;
    }

    /** Reads gates, and probes of a pair of states that the last qubit tells apart. */
    ElementForms readPair(List<PairStep> steps) {
        int probes = 0;
        for (PairStep step : steps) {
            switch (step) {
                case PairStep.Apply(Gate gate) -> read(gate);
                case Probe probe -> probe(probe, probes++);
            }
        }
        fusion.endAll();
        return forms;
    }

    private void probe(Probe probe, int number) {
        int[] wires = new int[probe.qubits().length];
        for (int i = 0; i < wires.length; i++) {
            wires[i] = wireOf[probe.qubits()[i]];
            fusion.end(wires[i]);
        }
        long mask = 0;
        long values = 0;
        for (long rest = probe.controlMask(); rest != 0; rest &= rest - 1) {
            int qubit = Long.numberOfTrailingZeros(rest);
            fusion.end(wireOf[qubit]);
            mask |= 1L << wireOf[qubit];
            values |= (probe.controlValues() >>> qubit & 1) << wireOf[qubit];
        }
        forms.elements().add(new Element.Probing(probe.kind(), wireOf[qubits - 1], wires, mask, values, number));
    }

    /** The wire that holds each qubit after the gates read so far. */
    int[] wires() {
        return wireOf.clone();
    }

    private void read(Gate gate) {
        for (int qubit : gate.qubits()) {
            if (qubit < 0 || qubit >= qubits) {
                throw new IllegalArgumentException("gate %s: expected qubits from 0 to %d".formatted(gate, qubits - 1));
            }
        }
        int targets = gate.targetCount();
        if (gate.unitary() instanceof MatrixOperator) {
            operator(gate);
        } else if (targets == 0) {
            phase(gate);
        } else if (gate.unitary() == StandardGate.SWAP && gate.controlCount() == 0) {
            int first = gate.target(0);
            int second = gate.target(1);
            int wire = wireOf[first];
            wireOf[first] = wireOf[second];
            wireOf[second] = wire;
        } else if (targets + gate.controlCount() == 1) {
            fusion.single(wireOf[gate.target(0)], registers.matrix(gate));
        } else if (targets + gate.controlCount() == 2) {
            pair(gate);
        } else {
            wide(gate);
        }
    }

    /** The cheap forms take a matrix to be regular, so one that need not be stays as it is. */
    private void operator(Gate gate) {
        endAll(gate);
        int[] wires = new int[gate.targetCount()];
        for (int i = 0; i < wires.length; i++) {
            wires[i] = wireOf[gate.target(i)];
        }
        forms.mixing(OpKind.MATRIX, registers.matrix(gate), controlMask(gate), controlValues(gate), wires);
    }

    /** A global phase; with controls, a phase on the last of them. */
    private void phase(Gate gate) {
        Value factor = registers.matrix(gate);
        int controls = gate.controlCount();
        if (controls == 0) {
            forms.globalFactor().multiply(factor, 0);
            return;
        }
        boolean whenOne = gate.controlValue(controls - 1);
        Value onLast = registers.map(
                (on, in) -> {
                    return ComplexMatrix.diagonal(
                            on,
                            whenOne
                                    ? new double[][] {on.one(), on.zero(), in[0][0], in[0][1]}
                                    : new double[][] {in[0][0], in[0][1], on.one(), on.zero()});
                },
                factor);
        int last = wireOf[gate.control(controls - 1)];
        switch (controls) {
            case 1 -> fusion.single(last, onLast);
            case 2 -> controlledPair(wireOf[gate.control(0)], gate.controlValue(0) ? 1 : 0, last, onLast);
            default -> {
                endAll(gate);
                long mask = controlMask(gate) & ~(1L << last);
                forms.controlledSingle(last, onLast, mask, controlValues(gate) & mask);
            }
        }
    }

    private void pair(Gate gate) {
        Value matrix = registers.matrix(gate);
        if (gate.controlCount() == 1) {
            controlledPair(wireOf[gate.control(0)], gate.controlValue(0) ? 1 : 0, wireOf[gate.target(0)], matrix);
            return;
        }
        int first = wireOf[gate.target(0)];
        int second = wireOf[gate.target(1)];
        Value ordered = first < second ? matrix : registers.map((on, in) -> ComplexMatrix.exchanged(in[0]), matrix);
        List<PairItem> items = new ArrayList<>();
        TwoWireForm.items(ordered, registers, items);
        PairBlock block = fusion.pair(first, second);
        items.forEach(block::append);
    }

    private void controlledPair(int control, int controlValue, int target, Value matrix) {
        List<PairItem> items = new ArrayList<>();
        TwoWireForm.controlledItems(control < target ? 0 : 1, controlValue, matrix, registers, items);
        PairBlock block = fusion.pair(control, target);
        items.forEach(block::append);
    }

    /** Three or more qubits, controls included. */
    private void wide(Gate gate) {
        endAll(gate);
        long mask = controlMask(gate);
        long values = controlValues(gate);
        Value matrix = registers.matrix(gate);
        int[] wires = new int[gate.targetCount()];
        for (int i = 0; i < wires.length; i++) {
            wires[i] = wireOf[gate.target(i)];
        }
        if (wires.length == 1) {
            forms.controlledSingle(wires[0], matrix, mask, values);
        } else if (Shape.isDiagonal(matrix, wires.length)) {
            int size = 1 << wires.length;
            forms.table(wires, registers.map((on, in) -> ComplexMatrix.diagonalOf(in[0], size), matrix), mask, values);
        } else if (wires.length == 2) {
            List<PairItem> items = new ArrayList<>();
            TwoWireForm.items(matrix, registers, items);
            items.forEach(item -> TwoWireForm.lower(item, wires, mask, values, forms));
        } else {
            forms.mixing(OpKind.MATRIX, matrix, mask, values, wires);
        }
    }

    private void endAll(Gate gate) {
        for (int qubit : gate.qubits()) {
            fusion.end(wireOf[qubit]);
        }
    }

    private long controlMask(Gate gate) {
        long mask = 0;
        for (int i = 0; i < gate.controlCount(); i++) {
            mask |= 1L << wireOf[gate.control(i)];
        }
        return mask;
    }

    private long controlValues(Gate gate) {
        long values = 0;
        for (int i = 0; i < gate.controlCount(); i++) {
            values |= gate.controlValue(i) ? 1L << wireOf[gate.control(i)] : 0;
        }
        return values;
    }
}
