package org.jaynes.decoder.ldpc;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.jaynes.decoder.DecoderModelException;
import org.jaynes.decoder.ShotPriors;
import org.junit.jupiter.api.Test;

class CheckMatrixTest {
    private static long observables(CheckMatrix matrix, int column) {
        long[] row = new long[matrix.observableWords()];
        matrix.flipObservables(column, row);
        return row[0];
    }

    @Test
    void errorsOfTheSameDetectorsAreOneColumn() {
        CheckMatrix matrix = Matrices.of("""
                error(0.1) D0 D2
                error(0.2) D1
                error(0.3) D2 ^ D0
                error(0.25) D0 D2 D2 D2
                """);
        assertEquals(3, matrix.rowCount());
        assertEquals(2, matrix.columnCount());
        assertEquals(3, matrix.edgeCount());
        assertArrayEquals(new int[] {0, 2}, matrix.rowsOf(0));
        assertArrayEquals(new int[] {1}, matrix.rowsOf(1));
        assertArrayEquals(new int[] {0}, matrix.columnsOf(2));
        // 1 - 2p multiplies: 0.8 * 0.4 * 0.5 = 0.16.
        assertEquals((1 - 0.16) / 2, matrix.probability(0), 1e-15);
        assertEquals(Math.log(4), matrix.prior(1), 1e-15);
    }

    @Test
    void columnFlipsTheObservablesOfTheLikeliestErrors() {
        CheckMatrix matrix = Matrices.of("""
                error(0.1) D0 L1
                error(0.15) D0
                error(0.1) D0 L1
                error(0.2) D1 L0 L2 L0
                error(0.2) D1
                """);
        assertEquals(0b010, observables(matrix, 0), "0.18 against 0.15");
        assertEquals(0b100, observables(matrix, 1), "the first of equals");
    }

    @Test
    void errorsWithoutDetectorsFlipObservablesForCertainOrNotAtAll() {
        CheckMatrix matrix = Matrices.of("""
                error(0.6) L0
                error(0.4) L1
                error(0.6) D0 D0 L65
                error(0.1) D3
                """);
        assertEquals(1, matrix.columnCount());
        long[] row = new long[2];
        matrix.startObservables(row);
        assertArrayEquals(new long[] {1, 2}, row);
    }

    @Test
    void loopsAreUnrolled() {
        CheckMatrix matrix = Matrices.of("""
                repeat 1000 {
                    error(0.1) D0 D1
                    shift_detectors 1
                }
                """);
        assertEquals(1001, matrix.rowCount());
        assertEquals(1000, matrix.columnCount());
        assertEquals(1000, matrix.errorCount());
        assertArrayEquals(new int[] {998, 999}, matrix.columnsOf(999));
    }

    @Test
    void priorsOfCertainAndImpossibleErrorsAreFinite() {
        CheckMatrix matrix = Matrices.of("error(0) D0\nerror(1) D1\nerror(0.5) D2");
        assertEquals(64, matrix.prior(0));
        assertEquals(-64, matrix.prior(1));
        assertEquals(0, matrix.prior(2));
    }

    @Test
    void shotsCanChangeErrors() {
        CheckMatrix matrix = Matrices.of("error(0.1) D0\nerror(0.2) L0\nerror(0.3) D1\nerror(0.1) D0");
        double[] priors = new double[2];
        matrix.applyChanges(new ShotPriors().set(0, 0.3).erase(2), priors);
        assertEquals(CheckMatrix.logLikelihoodRatio(0.3 * 0.9 + 0.7 * 0.1), priors[0], 1e-15);
        assertEquals(0, priors[1]);
        matrix.applyChanges(new ShotPriors(), priors);
        assertArrayEquals(matrix.priors(), priors);
        IllegalArgumentException fault = assertThrows(
                IllegalArgumentException.class, () -> matrix.applyChanges(new ShotPriors().erase(4), priors));
        assertTrue(fault.toString().contains("error number 4; the model has 4"), fault.toString());
    }

    @Test
    void tooManyDetectorsAreRefused() {
        DecoderModelException fault =
                assertThrows(DecoderModelException.class, () -> Matrices.of("error(0.1) D1000000000000"));
        assertTrue(fault.toString().contains("1000000000001 detectors"), fault.toString());
    }
}
