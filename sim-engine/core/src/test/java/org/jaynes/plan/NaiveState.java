package org.jaynes.plan;

import java.util.List;
import org.jaynes.circuit.Environment;
import org.jaynes.circuit.Gate;

/** A state to which gates are applied one by one, straight from their matrices. Qubit q is bit q of the index. */
public final class NaiveState {
    private final double[] re;
    private final double[] im;

    /** The basis state |index>. */
    public NaiveState(int qubits, int index) {
        re = new double[1 << qubits];
        im = new double[1 << qubits];
        re[index] = 1;
    }

    /** Any state. */
    public NaiveState(double[] re, double[] im) {
        this.re = re.clone();
        this.im = im.clone();
    }

    public double re(int index) {
        return re[index];
    }

    public double im(int index) {
        return im[index];
    }

    public void apply(List<Gate> gates, Environment environment) {
        gates.forEach(gate -> apply(gate, environment));
    }

    private void apply(Gate gate, Environment environment) {
        double[] m = gate.unitary().matrix(gate.angleValues(environment));
        int size = 1 << gate.targetCount();
        int targetMask = spread(gate, size - 1);
        for (int index = 0; index < re.length; index++) {
            if ((index & targetMask) == 0 && controlsHold(gate, index)) {
                double[] x = new double[2 * size];
                for (int i = 0; i < size; i++) {
                    x[2 * i] = re[index | spread(gate, i)];
                    x[2 * i + 1] = im[index | spread(gate, i)];
                }
                for (int row = 0; row < size; row++) {
                    double yRe = 0;
                    double yIm = 0;
                    for (int column = 0; column < size; column++) {
                        double mRe = m[2 * (row * size + column)];
                        double mIm = m[2 * (row * size + column) + 1];
                        yRe += mRe * x[2 * column] - mIm * x[2 * column + 1];
                        yIm += mRe * x[2 * column + 1] + mIm * x[2 * column];
                    }
                    re[index | spread(gate, row)] = yRe;
                    im[index | spread(gate, row)] = yIm;
                }
            }
        }
    }

    private static int spread(Gate gate, int value) {
        int index = 0;
        for (int j = 0; j < gate.targetCount(); j++) {
            index |= (value >>> j & 1) << gate.target(j);
        }
        return index;
    }

    private static boolean controlsHold(Gate gate, int index) {
        for (int j = 0; j < gate.controlCount(); j++) {
            if (((index >>> gate.control(j) & 1) == 1) != gate.controlValue(j)) {
                return false;
            }
        }
        return true;
    }
}
