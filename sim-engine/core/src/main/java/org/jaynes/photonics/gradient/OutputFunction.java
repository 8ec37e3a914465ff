package org.jaynes.photonics.gradient;

import org.jaynes.photonics.ModeAmplitudes;

/** Some numbers that follow from where single photons go: probabilities, means, costs. Immutable, thread-safe. */
public interface OutputFunction {
    /** The input modes whose photons matter, in the order of the columns of the amplitudes. */
    int[] inputs();

    /** How many numbers there are. */
    int outputs();

    /** Evaluates them. */
    Evaluation at(ModeAmplitudes amplitudes);

    /** The numbers at some amplitudes, and their derivatives there. */
    interface Evaluation {
        /** The numbers. */
        double[] values();

        /**
         * The derivative, by the amplitudes, of the numbers' sum with weights: that by the real part plus i times that by
         * the imaginary part.
         *
         * @param cotangent a weight for each number
         */
        ModeAmplitudes pullback(double[] cotangent);

        /** How the numbers change when the amplitudes change. */
        double[] pushforward(ModeAmplitudes tangent);
    }
}
