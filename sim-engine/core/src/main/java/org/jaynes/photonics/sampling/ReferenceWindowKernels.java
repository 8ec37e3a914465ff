package org.jaynes.photonics.sampling;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.jaynes.photonics.fock.FockBasis;

/** {@link WindowKernels} in plain Java: the definition of their arithmetic. */
final class ReferenceWindowKernels implements WindowKernels {
    private static final int LANES = MinorPermanents.LANES;

    /** Receives every choice of photons before a place: where its amplitudes start, and the photons that are left. */
    private interface PrefixVisitor {
        void visit(int start, int left);
    }

    private static void eachPrefix(FockBasis basis, int at, int place, int start, int left, PrefixVisitor visitor) {
        if (at == place) {
            visitor.visit(start, left);
            return;
        }
        for (int behind = 0; behind <= left; behind++) {
            eachPrefix(basis, at + 1, place, start + start(basis, at, behind), behind, visitor);
        }
    }

    /** Where the states with so many photons behind a place start, among those of the place and the ones behind it. */
    private static int start(FockBasis basis, int place, int behind) {
        return basis.statesWith(basis.modes() - place, behind - 1);
    }

    @Override
    public void mix(
            FockBasis basis, SplitterAmplitudes splitter, int place, boolean swapped, WindowVector x, WindowVector y) {
        eachPrefix(basis, 0, place, 0, basis.photons(), (start, left) -> {
            for (int t = 0; t <= left; t++) {
                int count = basis.statesWith(basis.modes() - place - 2, left - t);
                int[] runs = new int[t + 1];
                for (int n = 0; n <= t; n++) {
                    int atPlace = swapped ? t - n : n;
                    runs[n] = start + start(basis, place, left - atPlace) + start(basis, place + 1, left - t);
                }
                for (int n = 0; n <= t; n++) {
                    mixRun(splitter, t, n, runs, count, x, y);
                }
            }
        });
    }

    private static void mixRun(
            SplitterAmplitudes splitter, int t, int n, int[] runs, int count, WindowVector x, WindowVector y) {
        for (int k = 0; k < count; k++) {
            double re = 0;
            double im = 0;
            for (int a = 0; a <= t; a++) {
                double p = splitter.re(t, n, a);
                double q = splitter.im(t, n, a);
                double b = x.re(runs[a] + k);
                double c = x.im(runs[a] + k);
                re = Math.fma(-q, c, Math.fma(p, b, re));
                im = Math.fma(q, b, Math.fma(p, c, im));
            }
            y.set(runs[n] + k, re, im);
        }
    }

    @Override
    public double[] marginal(FockBasis basis, int place, WindowVector x) {
        double[][] lanes = new double[basis.photons() + 1][LANES];
        eachPrefix(basis, 0, place, 0, basis.photons(), (start, left) -> {
            for (int n = 0; n <= left; n++) {
                int from = start + start(basis, place, left - n);
                int count = basis.statesWith(basis.modes() - place - 1, left - n);
                for (int k = 0; k < count; k++) {
                    double a = x.re(from + k);
                    double b = x.im(from + k);
                    lanes[n][k % LANES] = Math.fma(a, a, Math.fma(b, b, lanes[n][k % LANES]));
                }
            }
        });
        double[] sums = new double[lanes.length];
        for (int n = 0; n < sums.length; n++) {
            double[] s = lanes[n];
            sums[n] = ((s[0] + s[4]) + (s[2] + s[6])) + ((s[1] + s[5]) + (s[3] + s[7]));
        }
        return sums;
    }

    @Override
    public void gather(MemorySegment table, double factor, WindowVector x, WindowVector y) {
        long count = table.byteSize() / ValueLayout.JAVA_INT.byteSize();
        for (int i = 0; i < count; i++) {
            int from = table.getAtIndex(ValueLayout.JAVA_INT, i);
            y.set(i, factor * x.re(from), factor * x.im(from));
        }
    }
}
