package org.jaynes.decoder.experiments;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

/** Intervals beside those of sinter 1.16.0's fit_binomial, which lie on a grid of a hundredth of an error. */
class BinomialFitTest {
    private static void assertFit(long shots, long errors, double factor, double low, double best, double high) {
        BinomialFit fit = BinomialFit.of(shots, errors, factor);
        double step = 0.011 / shots;
        String what = errors + " of " + shots;
        assertEquals(low, fit.low(), step, what);
        assertEquals(best, fit.best(), 1e-15, what);
        assertEquals(high, fit.high(), step, what);
    }

    @Test
    void intervalsAreThoseOfSinter() {
        assertFit(100_000_000, 2, 1000, 2e-10, 2e-08, 1.259e-07);
        assertFit(10, 5, 9, 0.202, 0.5, 0.798);
        assertFit(1000, 0, 1000, 0, 0, 0.00688);
        assertFit(1000, 1000, 1000, 0.99312, 1, 1);
        assertFit(171264, 500, 1000, 0.00246122944694, 500 / 171264.0, 0.00343113555680);
        assertEquals(new BinomialFit(0, 0.5, 1), BinomialFit.of(0, 0, 1000));
        assertThrows(IllegalArgumentException.class, () -> BinomialFit.of(5, 6, 1000));
        assertThrows(IllegalArgumentException.class, () -> BinomialFit.of(5, 4, 0.5));
    }

    @Test
    void ratesPerPiece() {
        BinomialFit fit = new BinomialFit(0, 0.1, 0.9).perPiece(3);
        assertEquals(0, fit.low());
        assertEquals(0.03584111663872208, fit.best(), 1e-15);
        assertEquals(0.964158883361278, fit.high(), 1e-15);
    }

    /** Three flips of a rate in a row give the rate of their parity. */
    @Test
    void piecesMakeUpTheShot() {
        double piece = 0.07;
        double shot = 0;
        for (int i = 0; i < 5; i++) {
            shot = shot * (1 - piece) + (1 - shot) * piece;
        }
        assertEquals(piece, new BinomialFit(shot, shot, shot).perPiece(5).best(), 1e-15);
    }
}
