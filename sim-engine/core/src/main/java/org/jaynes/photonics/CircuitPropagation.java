package org.jaynes.photonics;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jaynes.photonics.OpticalElement.BeamSplitter;
import org.jaynes.photonics.OpticalElement.Block;
import org.jaynes.photonics.OpticalElement.Loss;
import org.jaynes.photonics.OpticalElement.PhaseShifter;

/**
 * Single photons on their way through a circuit, and derivatives by its angles, forwards and backwards. Every element acts
 * on the rows of its modes. Not thread-safe.
 *
 * <p>Backwards, beam splitters and phase shifters are undone, so that only what losses and blocks forget is stored. The
 * derivative of a number L by a complex amplitude is written as that by its real part plus i times that by its imaginary
 * part.
 */
public final class CircuitPropagation {
    private final LinearCircuit circuit;
    private final int modes;
    private final int inputs;
    private final double[] cosines;
    private final double[] sines;
    private final double[] re;
    private final double[] im;
    /** What the lossy elements have got, in their order. */
    private final Deque<ModeAmplitudes> forgotten = new ArrayDeque<>();

    /**
     * Sends photons through a circuit.
     *
     * @param angles one for each parameter of the circuit
     * @param inputs the input modes whose photons are followed
     */
    public CircuitPropagation(LinearCircuit circuit, double[] angles, int... inputs) {
        circuit.checkAngles(angles);
        this.circuit = circuit;
        this.modes = circuit.modes();
        this.inputs = inputs.length;
        this.cosines = new double[angles.length];
        this.sines = new double[angles.length];
        for (int i = 0; i < angles.length; i++) {
            cosines[i] = StrictMath.cos(angles[i]);
            sines[i] = StrictMath.sin(angles[i]);
        }
        this.re = new double[modes * this.inputs];
        this.im = new double[modes * this.inputs];
        for (int j = 0; j < this.inputs; j++) {
            re[inputs[j] * this.inputs + j] = 1;
        }
        circuit.elements().forEach(this::apply);
    }

    /** The amplitudes at the outputs. */
    public ModeAmplitudes outputs() {
        return new ModeAmplitudes(modes, inputs, re.clone(), im.clone());
    }

    private void apply(OpticalElement element) {
        if (element instanceof Loss || element instanceof Block) {
            forgotten.addLast(outputs());
        }
        switch (element) {
            case BeamSplitter splitter -> mix(splitter, re, im, cosines[splitter.angle()], sines[splitter.angle()]);
            case PhaseShifter(int mode, int angle) -> turn(mode, re, im, cosines[angle], sines[angle]);
            case Loss(int mode, double probability) -> scale(mode, re, im, Math.sqrt(1 - probability));
            case Block(TransferMatrix block) -> multiply(block.matrix(), re, im);
        }
    }

    private void mix(BeamSplitter splitter, double[] x, double[] y, double c, double s) {
        int a = splitter.first() * inputs;
        int b = splitter.second() * inputs;
        boolean real = splitter.convention() == BeamSplitterConvention.REAL;
        for (int j = 0; j < inputs; j++) {
            double aRe = x[a + j];
            double aIm = y[a + j];
            double bRe = x[b + j];
            double bIm = y[b + j];
            x[a + j] = real ? c * aRe + s * bRe : c * aRe - s * bIm;
            y[a + j] = real ? c * aIm + s * bIm : c * aIm + s * bRe;
            x[b + j] = real ? c * bRe - s * aRe : c * bRe - s * aIm;
            y[b + j] = real ? c * bIm - s * aIm : c * bIm + s * aRe;
        }
    }

    private void turn(int mode, double[] x, double[] y, double c, double s) {
        for (int i = mode * inputs; i < (mode + 1) * inputs; i++) {
            double a = x[i];
            double b = y[i];
            x[i] = c * a - s * b;
            y[i] = s * a + c * b;
        }
    }

    private void scale(int mode, double[] x, double[] y, double factor) {
        for (int i = mode * inputs; i < (mode + 1) * inputs; i++) {
            x[i] *= factor;
            y[i] *= factor;
        }
    }

    private void multiply(ComplexMatrix block, double[] x, double[] y) {
        ComplexMatrix product = block.times(ComplexMatrix.of(modes, inputs, x, y));
        System.arraycopy(product.realParts(), 0, x, 0, x.length);
        System.arraycopy(product.imaginaryParts(), 0, y, 0, y.length);
    }

    /**
     * From the derivative of a number by the outputs to that by every angle.
     *
     * @param bar derivative by the outputs
     * @return one for each parameter
     */
    public double[] pullback(ModeAmplitudes bar) {
        double[] angleBars = new double[circuit.parameters()];
        ModeAmplitudes now = outputs();
        double[] x = bar.re().clone();
        double[] y = bar.im().clone();
        List<OpticalElement> elements = circuit.elements();
        Deque<ModeAmplitudes> stored = new ArrayDeque<>(forgotten);
        for (int i = elements.size() - 1; i >= 0; i--) {
            switch (elements.get(i)) {
                case BeamSplitter splitter -> {
                    int angle = splitter.angle();
                    angleBars[angle] += slope(splitter, now, x, y);
                    mix(splitter, now.re(), now.im(), cosines[angle], -sines[angle]);
                    mix(splitter, x, y, cosines[angle], -sines[angle]);
                }
                case PhaseShifter(int mode, int angle) -> {
                    for (int k = mode * inputs; k < (mode + 1) * inputs; k++) {
                        angleBars[angle] += y[k] * now.re()[k] - x[k] * now.im()[k];
                    }
                    turn(mode, now.re(), now.im(), cosines[angle], -sines[angle]);
                    turn(mode, x, y, cosines[angle], -sines[angle]);
                }
                case Loss(int mode, double probability) -> {
                    now = copy(stored.removeLast());
                    scale(mode, x, y, Math.sqrt(1 - probability));
                }
                case Block(TransferMatrix block) -> {
                    now = copy(stored.removeLast());
                    multiply(block.matrix().adjoint(), x, y);
                }
            }
        }
        return angleBars;
    }

    private static ModeAmplitudes copy(ModeAmplitudes a) {
        return new ModeAmplitudes(a.modes(), a.inputs(), a.re().clone(), a.im().clone());
    }

    /** The derivative of an element's outputs by its angle, times the bar: b' and -a' for REAL, i b' and i a' else. */
    private double slope(BeamSplitter splitter, ModeAmplitudes now, double[] x, double[] y) {
        int a = splitter.first() * inputs;
        int b = splitter.second() * inputs;
        double sum = 0;
        for (int j = 0; j < inputs; j++) {
            double aRe = now.re()[a + j];
            double aIm = now.im()[a + j];
            double bRe = now.re()[b + j];
            double bIm = now.im()[b + j];
            sum += splitter.convention() == BeamSplitterConvention.REAL
                    ? x[a + j] * bRe + y[a + j] * bIm - x[b + j] * aRe - y[b + j] * aIm
                    : y[a + j] * bRe - x[a + j] * bIm + y[b + j] * aRe - x[b + j] * aIm;
        }
        return sum;
    }

    /**
     * How the outputs change when all angles change.
     *
     * @param angleTangents the change of each angle
     */
    public ModeAmplitudes pushforward(double[] angleTangents) {
        ModeAmplitudes tangent = ModeAmplitudes.zeros(modes, inputs);
        double[] x = tangent.re();
        double[] y = tangent.im();
        // The amplitudes run through the circuit once more, undone first to where they came from.
        ModeAmplitudes now = start();
        Deque<ModeAmplitudes> stored = new ArrayDeque<>(forgotten);
        for (OpticalElement element : circuit.elements()) {
            switch (element) {
                case BeamSplitter splitter -> {
                    int angle = splitter.angle();
                    mix(splitter, now.re(), now.im(), cosines[angle], sines[angle]);
                    mix(splitter, x, y, cosines[angle], sines[angle]);
                    addSlope(splitter, now, x, y, angleTangents[angle]);
                }
                case PhaseShifter(int mode, int angle) -> {
                    turn(mode, now.re(), now.im(), cosines[angle], sines[angle]);
                    turn(mode, x, y, cosines[angle], sines[angle]);
                    for (int k = mode * inputs; k < (mode + 1) * inputs; k++) {
                        x[k] -= angleTangents[angle] * now.im()[k];
                        y[k] += angleTangents[angle] * now.re()[k];
                    }
                }
                case Loss(int mode, double probability) -> {
                    now = copy(stored.removeFirst());
                    scale(mode, now.re(), now.im(), Math.sqrt(1 - probability));
                    scale(mode, x, y, Math.sqrt(1 - probability));
                }
                case Block(TransferMatrix block) -> {
                    now = copy(stored.removeFirst());
                    multiply(block.matrix(), now.re(), now.im());
                    multiply(block.matrix(), x, y);
                }
            }
        }
        return tangent;
    }

    private void addSlope(BeamSplitter splitter, ModeAmplitudes now, double[] x, double[] y, double change) {
        int a = splitter.first() * inputs;
        int b = splitter.second() * inputs;
        boolean real = splitter.convention() == BeamSplitterConvention.REAL;
        for (int j = 0; j < inputs; j++) {
            double aRe = now.re()[a + j];
            double aIm = now.im()[a + j];
            double bRe = now.re()[b + j];
            double bIm = now.im()[b + j];
            x[a + j] += change * (real ? bRe : -bIm);
            y[a + j] += change * (real ? bIm : bRe);
            x[b + j] += change * (real ? -aRe : -aIm);
            y[b + j] += change * (real ? -aIm : aRe);
        }
    }

    /** The amplitudes before the first element: undone from the outputs, or what a lossy element has stored first. */
    private ModeAmplitudes start() {
        ModeAmplitudes now = forgotten.isEmpty() ? outputs() : copy(forgotten.peekFirst());
        List<OpticalElement> elements = circuit.elements();
        int end = 0;
        while (end < elements.size() && !(elements.get(end) instanceof Loss || elements.get(end) instanceof Block)) {
            end++;
        }
        for (int i = end - 1; i >= 0; i--) {
            switch (elements.get(i)) {
                case BeamSplitter splitter ->
                    mix(splitter, now.re(), now.im(), cosines[splitter.angle()], -sines[splitter.angle()]);
                case PhaseShifter(int mode, int angle) -> turn(mode, now.re(), now.im(), cosines[angle], -sines[angle]);
                case Loss _, Block _ -> throw new IllegalStateException("a lossy element cannot be undone");
            }
        }
        return now;
    }
}
