package org.jaynes.photonics.gradient;

import java.util.stream.IntStream;
import org.jaynes.photonics.FockState;
import org.jaynes.photonics.ModeAmplitudes;
import org.jaynes.photonics.Noise;

/** The mean number of photons, with dark counts, at each output; losses inside the circuit are allowed. */
public final class MeanCounts implements OutputFunction {
    private final FockState input;
    private final int[] inputs;
    private final double factor;
    private final double dark;

    /** @param noise of which the losses, g² and dark counts matter */
    public MeanCounts(FockState input, Noise noise) {
        this.input = input;
        this.inputs = occupied(input);
        this.factor = noise.uniformTransmission() * (1 + noise.secondPhotonProbability());
        this.dark = noise.darkCounts();
    }

    static int[] occupied(FockState input) {
        return IntStream.range(0, input.modes())
                .filter(mode -> input.photonsIn(mode) > 0)
                .toArray();
    }

    @Override
    public int[] inputs() {
        return inputs.clone();
    }

    @Override
    public int outputs() {
        return input.modes();
    }

    @Override
    public Evaluation at(ModeAmplitudes a) {
        return new Evaluation() {
            @Override
            public double[] values() {
                double[] values = new double[outputs()];
                for (int mode = 0; mode < values.length; mode++) {
                    for (int j = 0; j < inputs.length; j++) {
                        values[mode] += factor * input.photonsIn(inputs[j]) * a.squaredNorm(mode, j);
                    }
                    values[mode] += dark;
                }
                return values;
            }

            @Override
            public ModeAmplitudes pullback(double[] cotangent) {
                ModeAmplitudes bar = ModeAmplitudes.zeros(a.modes(), a.inputs());
                for (int i = 0; i < bar.re().length; i++) {
                    double slope = 2 * factor * input.photonsIn(inputs[i % a.inputs()]) * cotangent[i / a.inputs()];
                    bar.re()[i] = slope * a.re()[i];
                    bar.im()[i] = slope * a.im()[i];
                }
                return bar;
            }

            @Override
            public double[] pushforward(ModeAmplitudes tangent) {
                double[] changes = new double[outputs()];
                for (int i = 0; i < a.re().length; i++) {
                    changes[i / a.inputs()] += 2
                            * factor
                            * input.photonsIn(inputs[i % a.inputs()])
                            * (a.re()[i] * tangent.re()[i] + a.im()[i] * tangent.im()[i]);
                }
                return changes;
            }
        };
    }
}
