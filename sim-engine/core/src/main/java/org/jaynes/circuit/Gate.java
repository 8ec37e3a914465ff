package org.jaynes.circuit;

import java.util.Arrays;
import java.util.List;

/**
 * A unitary acting on some qubits, with any number of controls. Circuits hold millions of these: a gate without angles
 * takes 64 bytes, with one constant angle 112.
 *
 * @param unitary what is applied to the targets when every control has its value
 * @param angles the angles of {@code unitary}, in radians, in its order; constants, or expressions of parameters and
 *     variables
 * @param qubits distinct qubits: {@code controlCount} controls, then the targets. The first target is the least
 *     significant bit of the index into the unitary's matrix. Not copied, neither in nor out: do not change it.
 * @param controlCount how many of {@code qubits} are controls
 * @param controlValues bit j is the value that control j must have (1 for an ordinary control)
 */
public record Gate(Unitary unitary, List<Expression> angles, int[] qubits, int controlCount, long controlValues)
        implements Instruction {
    /** Most controls that a gate may have. */
    public static final int MAX_CONTROLS = Long.SIZE;

    /** @throws IllegalArgumentException if the numbers of angles and qubits do not fit or a qubit is named twice */
    public Gate {
        angles = ConstantAngles.compact(angles);
        if (angles.size() != unitary.angleCount()) {
            throw new IllegalArgumentException(
                    "gate %s takes %d angles, not %d".formatted(unitary.label(), unitary.angleCount(), angles.size()));
        }
        if (controlCount < 0 || controlCount > MAX_CONTROLS) {
            throw new IllegalArgumentException("gate %s with %d controls; at most %d are allowed"
                    .formatted(unitary.label(), controlCount, MAX_CONTROLS));
        }
        if (qubits.length != controlCount + unitary.targetCount()) {
            throw new IllegalArgumentException("gate %s with %d controls takes %d qubits, not %d"
                    .formatted(unitary.label(), controlCount, controlCount + unitary.targetCount(), qubits.length));
        }
        if ((controlValues & ~controlMask(controlCount)) != 0) {
            throw new IllegalArgumentException(
                    "gate %s: values 0x%x of %d controls".formatted(unitary.label(), controlValues, controlCount));
        }
        requireDistinct(unitary, qubits);
    }

    /** A gate without controls and with constant angles. */
    public static Gate of(Unitary unitary, int[] qubits, double... angles) {
        return new Gate(unitary, ConstantAngles.of(angles), qubits, 0, 0);
    }

    /** A gate with ordinary controls, which come first among the qubits, and constant angles. */
    public static Gate controlled(Unitary unitary, int controlCount, int[] qubits, double... angles) {
        return new Gate(unitary, ConstantAngles.of(angles), qubits, controlCount, controlMask(controlCount));
    }

    /** Constant angles in little memory; the same as a list of {@link Expression.Constant}. */
    public static List<Expression> constantAngles(double... angles) {
        return ConstantAngles.of(angles);
    }

    private static long controlMask(int controlCount) {
        return controlCount == 0 ? 0 : -1L >>> (Long.SIZE - controlCount);
    }

    private static void requireDistinct(Unitary unitary, int[] qubits) {
        for (int i = 1; i < qubits.length; i++) {
            for (int j = 0; j < i; j++) {
                if (qubits[i] == qubits[j]) {
                    throw new IllegalArgumentException("gate %s names qubit %d twice: %s"
                            .formatted(unitary.label(), qubits[i], Arrays.toString(qubits)));
                }
            }
        }
    }

    /** Number of targets. */
    public int targetCount() {
        return unitary.targetCount();
    }

    /** Qubit of a target. */
    public int target(int target) {
        return qubits[controlCount + target];
    }

    /** Qubit of a control. */
    public int control(int control) {
        return qubits[control];
    }

    /** Whether a control must be 1 (and not 0) for the gate to act. */
    public boolean controlValue(int control) {
        return (controlValues >>> control & 1) == 1;
    }

    /** Whether every angle is a constant. */
    public boolean isConstant() {
        return angles instanceof ConstantAngles || angles.isEmpty();
    }

    /** The angles as numbers, in radians. */
    public double[] angleValues(Environment environment) {
        double[] values = new double[angles.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = angles.get(i).real(environment);
        }
        return values;
    }

    /** This gate with further controls in front of its own; bit j of {@code values} is the value of control j. */
    public Gate controlledBy(long values, int... controls) {
        int[] all = Arrays.copyOf(controls, controls.length + qubits.length);
        System.arraycopy(qubits, 0, all, controls.length, qubits.length);
        long shifted = controls.length == Long.SIZE ? 0 : controlValues << controls.length;
        return new Gate(unitary, angles, all, controls.length + controlCount, shifted | values);
    }

    /** This gate with further ordinary controls in front of its own. */
    public Gate controlledBy(int... controls) {
        return controlledBy(controlMask(controls.length), controls);
    }

    /** The gate that undoes this one. */
    public Gate inverse() {
        return switch (unitary) {
            case MatrixUnitary matrix -> new Gate(matrix.inverse(), angles, qubits, controlCount, controlValues);
            case StandardGate gate ->
                new Gate(gate.inverse(), gate.inverseAngles(angles), qubits, controlCount, controlValues);
            case MatrixOperator operator -> throw new IllegalStateException(operator + " is not unitary");
        };
    }

    /** The gate whose matrix is the complex conjugate of this one's. */
    public Gate conjugate() {
        if (!angles.isEmpty()) {
            List<Expression> negated = angles.stream().map(Expression::negated).toList();
            List<Expression> conjugated = unitary == StandardGate.RY
                    ? angles
                    : unitary == StandardGate.U ? List.of(angles.get(0), negated.get(1), negated.get(2)) : negated;
            return new Gate(unitary, conjugated, qubits, controlCount, controlValues);
        }
        double[] matrix = unitary.matrix();
        boolean real = true;
        for (int i = 1; i < matrix.length; i += 2) {
            real &= matrix[i] == 0;
            matrix[i] = -matrix[i];
        }
        return real
                ? this
                : new Gate(
                        new MatrixUnitary(unitary.label() + "_conj", matrix),
                        angles,
                        qubits,
                        controlCount,
                        controlValues);
    }

    /** The name: a {@code c} for each control (from three on {@code c3}, {@code c4}, ...) and the unitary's. */
    public String name() {
        return switch (controlCount) {
            case 0 -> unitary.label();
            case 1 -> "c" + unitary.label();
            case 2 -> "cc" + unitary.label();
            default -> "c" + controlCount + unitary.label();
        };
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Gate that
                && unitary.equals(that.unitary)
                && angles.equals(that.angles)
                && Arrays.equals(qubits, that.qubits)
                && controlCount == that.controlCount
                && controlValues == that.controlValues;
    }

    @Override
    public int hashCode() {
        return (unitary.hashCode() * 31 + angles.hashCode()) * 31 + Arrays.hashCode(qubits) + controlCount;
    }

    @Override
    public String toString() {
        String values = controlValues == controlMask(controlCount) ? "" : " values=" + controlValues;
        return name() + (angles.isEmpty() ? "" : angles.toString()) + Arrays.toString(qubits) + values;
    }
}
