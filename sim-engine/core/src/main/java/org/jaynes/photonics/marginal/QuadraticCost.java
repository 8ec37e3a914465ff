package org.jaynes.photonics.marginal;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jaynes.photonics.CircuitPropagation;
import org.jaynes.photonics.ExperimentException;
import org.jaynes.photonics.FockState;
import org.jaynes.photonics.LinearCircuit;
import org.jaynes.photonics.Noise;
import org.jaynes.photonics.PhotonicDevice;
import org.jaynes.photonics.gradient.OutputFunction;

/**
 * The expectation of a quadratic cost xᵀQx of bits that photons make, exact and in polynomial time, with derivatives by
 * all angles and by all flip probabilities: bit i is flipped with probability p_i. Immutable, thread-safe.
 *
 * <p>With F_S(w) of {@link GeneratingValues} and q_i = 1 - 2 p_i: for clicks, where m = F(1),
 *
 * <pre>
 *   E[x_i]     = q_i (1 - m_i) + p_i
 *   E[x_i x_j] = q_i q_j (1 - m_i - m_j + m_ij) + q_i p_j (1 - m_i) + p_i q_j (1 - m_j) + p_i p_j
 * </pre>
 *
 * and for parities, where z = F(2), E[x_i] = (1 - q_i z_i) / 2 and E[x_i x_j] = (1 - q_i z_i - q_j z_j + q_i q_j z_ij) / 4.
 */
public final class QuadraticCost {
    /** How photons become bits. */
    public enum Bits {
        /** 1 if the detector sees a photon: arXiv:2510.08274. */
        CLICKS,
        /** 1 if it sees an odd number: arXiv:2112.09766. */
        PARITIES
    }

    /** A cost and its derivatives by every angle of the circuit and by every flip probability. */
    public record Gradient(double value, double[] byAngles, double[] byFlips) {}

    private final double[][] q;
    private final Bits bits;
    private final List<int[]> pairs = new ArrayList<>();
    private final GeneratingValues function;

    /**
     * The cost of what photons show behind a circuit.
     *
     * @param input as many modes as Q has rows
     * @param noise as {@link GeneratingValues} takes it
     * @param q square; Q and its transpose mean the same
     */
    public QuadraticCost(FockState input, Noise noise, double[][] q, Bits bits) {
        int modes = input.modes();
        if (q.length != modes || Arrays.stream(q).anyMatch(row -> row.length != modes)) {
            throw new ExperimentException("the matrix of the cost has %d rows; expected %d x %d for input %s"
                    .formatted(q.length, modes, modes, input));
        }
        this.q = Arrays.stream(q).map(double[]::clone).toArray(double[][]::new);
        this.bits = bits;
        List<int[]> sets = new ArrayList<>();
        for (int i = 0; i < modes; i++) {
            sets.add(new int[] {i});
        }
        for (int i = 0; i < modes; i++) {
            for (int j = i + 1; j < modes; j++) {
                if (q[i][j] + q[j][i] != 0) {
                    pairs.add(new int[] {i, j});
                }
            }
        }
        sets.addAll(pairs);
        this.function = new GeneratingValues(input, noise, sets, bits == Bits.CLICKS ? 1 : 2);
    }

    private QuadraticCost(QuadraticCost of, GeneratingValues function) {
        this.q = of.q;
        this.bits = of.bits;
        this.pairs.addAll(of.pairs);
        this.function = function;
    }

    /** The same cost; {@link #value} computes the marginals of all modes and pairs at once on a device. */
    public QuadraticCost on(PhotonicDevice device) {
        return new QuadraticCost(this, function.on(device));
    }

    /**
     * The expected cost.
     *
     * @param angles of the circuit
     * @param flips a probability for each mode
     */
    public double value(LinearCircuit circuit, double[] angles, double[] flips) {
        var propagation = new CircuitPropagation(circuit, angles, function.inputs());
        return combine(
                function.at(propagation.outputs()).values(), flips, new double[function.outputs()], flips.clone());
    }

    /** The expected cost and its derivatives; arguments as for {@link #value}. */
    public Gradient gradient(LinearCircuit circuit, double[] angles, double[] flips) {
        var propagation = new CircuitPropagation(circuit, angles, function.inputs());
        OutputFunction.Evaluation evaluation = function.at(propagation.outputs());
        // One pullback for derivatives, of which the weights follow from the values.
        evaluation.pullback(new double[function.outputs()]);
        double[] bars = new double[function.outputs()];
        double[] flipBars = new double[flips.length];
        double value = combine(evaluation.values(), flips, bars, flipBars);
        return new Gradient(value, propagation.pullback(evaluation.pullback(bars)), flipBars);
    }

    /**
     * The cost from the values of the generating function.
     *
     * @param f of every mode, then of every pair
     * @param bars receives the derivatives by these
     * @param flipBars receives the derivatives by the flip probabilities
     */
    private double combine(double[] f, double[] flips, double[] bars, double[] flipBars) {
        if (flips.length != q.length || Arrays.stream(flips).anyMatch(p -> !(p >= 0 && p <= 1))) {
            throw new ExperimentException("%d flip probabilities %s; expected %d from 0 to 1"
                    .formatted(flips.length, Arrays.toString(flips), q.length));
        }
        Arrays.fill(flipBars, 0);
        double cost = 0;
        for (int i = 0; i < q.length; i++) {
            cost += q[i][i] * single(i, f, flips, bars, flipBars);
        }
        for (int k = 0; k < pairs.size(); k++) {
            int i = pairs.get(k)[0];
            int j = pairs.get(k)[1];
            double weight = q[i][j] + q[j][i];
            cost += weight * pair(i, j, q.length + k, weight, f, flips, bars, flipBars);
        }
        return cost;
    }

    private double single(int i, double[] f, double[] flips, double[] bars, double[] flipBars) {
        double keep = 1 - 2 * flips[i];
        if (bits == Bits.CLICKS) {
            bars[i] -= q[i][i] * keep;
            flipBars[i] += q[i][i] * (2 * f[i] - 1);
            return keep * (1 - f[i]) + flips[i];
        }
        bars[i] -= q[i][i] * keep / 2;
        flipBars[i] += q[i][i] * f[i];
        return (1 - keep * f[i]) / 2;
    }

    private double pair(
            int i, int j, int both, double weight, double[] f, double[] flips, double[] bars, double[] flipBars) {
        double keepI = 1 - 2 * flips[i];
        double keepJ = 1 - 2 * flips[j];
        if (bits == Bits.PARITIES) {
            bars[i] -= weight * keepI / 4;
            bars[j] -= weight * keepJ / 4;
            bars[both] += weight * keepI * keepJ / 4;
            flipBars[i] += weight * (f[i] - keepJ * f[both]) / 2;
            flipBars[j] += weight * (f[j] - keepI * f[both]) / 2;
            return (1 - keepI * f[i] - keepJ * f[j] + keepI * keepJ * f[both]) / 4;
        }
        double clicks = 1 - f[i] - f[j] + f[both];
        bars[i] -= weight * (keepI * keepJ + keepI * flips[j]);
        bars[j] -= weight * (keepI * keepJ + flips[i] * keepJ);
        bars[both] += weight * keepI * keepJ;
        flipBars[i] += weight * (-2 * keepJ * clicks - 2 * flips[j] * (1 - f[i]) + keepJ * (1 - f[j]) + flips[j]);
        flipBars[j] += weight * (-2 * keepI * clicks - 2 * flips[i] * (1 - f[j]) + keepI * (1 - f[i]) + flips[i]);
        return keepI * keepJ * clicks
                + keepI * flips[j] * (1 - f[i])
                + flips[i] * keepJ * (1 - f[j])
                + flips[i] * flips[j];
    }
}
