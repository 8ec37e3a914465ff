package org.jaynes.decoder.experiments;

import java.util.function.DoubleUnaryOperator;

/**
 * An error rate from counts: the likeliest one, and the least and greatest that are less likely by no more than a
 * factor. With a factor of 1000 the interval holds the true rate in all but about 2 of 10 000 experiments (a normal
 * estimate's 3.7 standard deviations), and it also makes sense for few errors or none.
 *
 * @param low least rate
 * @param best errors / shots
 * @param high greatest rate
 */
public record BinomialFit(double low, double best, double high) {
    /** Halvings that leave nothing of a double's 53 bits, from an interval of 1 down to rates of 1e-18. */
    private static final int HALVINGS = 120;

    /**
     * The fit to counts.
     *
     * @param maxLikelihoodFactor at least 1
     */
    public static BinomialFit of(long shots, long errors, double maxLikelihoodFactor) {
        if (errors < 0 || errors > shots || !(maxLikelihoodFactor >= 1)) {
            throw new IllegalArgumentException(
                    "%d errors in %d shots, factor %s; expected no more errors than shots, and a factor of at least 1"
                            .formatted(errors, shots, maxLikelihoodFactor));
        }
        if (shots == 0) {
            return new BinomialFit(0, 0.5, 1);
        }
        double best = (double) errors / shots;
        double least = logLikelihood(shots, errors, best) - Math.log(maxLikelihoodFactor);
        DoubleUnaryOperator excess = rate -> logLikelihood(shots, errors, rate) - least;
        return new BinomialFit(bisect(excess, 0, best), best, bisect(excess, 1, best));
    }

    private static double logLikelihood(long shots, long errors, double rate) {
        double hit = errors == 0 ? 0 : errors * Math.log(rate);
        double miss = errors == shots ? 0 : (shots - errors) * Math.log1p(-rate);
        return hit + miss;
    }

    /** Where a function that is positive at the inner end becomes so; the outer end where it is so everywhere. */
    private static double bisect(DoubleUnaryOperator excess, double outer, double inner) {
        double outside = outer;
        double inside = inner;
        if (excess.applyAsDouble(outside) >= 0) {
            return outside;
        }
        for (int i = 0; i < HALVINGS; i++) {
            double middle = (outside + inside) / 2;
            if (excess.applyAsDouble(middle) >= 0) {
                inside = middle;
            } else {
                outside = middle;
            }
        }
        return inside;
    }

    /**
     * The rates per piece, such as a round, of a shot that consists of several of equal rate: an observable is wrong in the
     * end if an odd number of pieces flip it.
     */
    public BinomialFit perPiece(double pieces) {
        return new BinomialFit(perPiece(low, pieces), perPiece(best, pieces), perPiece(high, pieces));
    }

    private static double perPiece(double rate, double pieces) {
        if (!(pieces > 0)) {
            throw new IllegalArgumentException("%s pieces; expected more than 0".formatted(pieces));
        }
        if (rate > 0.5) {
            return 1 - perPiece(1 - rate, pieces);
        }
        return -Math.expm1(Math.log1p(-2 * rate) / pieces) / 2;
    }
}
