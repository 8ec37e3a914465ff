package org.jaynes.photonics.marginal;

/**
 * A polynomial Σ G[u][v] x^u x̄^v in variables x and their conjugates, in which u and v have the same degree: for each
 * degree a square matrix of complex numbers, row-major.
 */
final class Form {
    private final RaisingTable table;
    final double[][] re;
    final double[][] im;

    private Form(RaisingTable table) {
        this.table = table;
        this.re = new double[table.degree() + 1][];
        this.im = new double[table.degree() + 1][];
        for (int d = 0; d <= table.degree(); d++) {
            re[d] = new double[table.count(d) * table.count(d)];
            im[d] = new double[re[d].length];
        }
    }

    static Form zero(RaisingTable table) {
        return new Form(table);
    }

    static Form one(RaisingTable table) {
        Form one = new Form(table);
        one.re[0][0] = 1;
        return one;
    }

    /** Adds a multiple of another form. */
    void add(double a, double b, Form other) {
        for (int d = 0; d < re.length; d++) {
            for (int i = 0; i < re[d].length; i++) {
                double x = other.re[d][i];
                double y = other.im[d][i];
                re[d][i] += a * x - b * y;
                im[d][i] += a * y + b * x;
            }
        }
    }

    /** Σ conj(this) * other over all coefficients: (re, im). */
    double[] inner(Form other) {
        double a = 0;
        double b = 0;
        for (int d = 0; d < re.length; d++) {
            for (int i = 0; i < re[d].length; i++) {
                a += re[d][i] * other.re[d][i] + im[d][i] * other.im[d][i];
                b += re[d][i] * other.im[d][i] - im[d][i] * other.re[d][i];
            }
        }
        return new double[] {a, b};
    }

    /** Receives a coefficient and one that it contributes to when the form is multiplied by x_i x̄_k. */
    private interface Pairs {
        void visit(int degree, int from, int to, int i, int k);
    }

    private void eachPair(int highestDegree, Pairs pairs) {
        int n = table.variables();
        for (int d = 0; d < Math.min(highestDegree + 1, table.degree()); d++) {
            int[] raised = table.raised(d);
            int count = table.count(d);
            int larger = table.count(d + 1);
            for (int u = 0; u < count; u++) {
                for (int v = 0; v < count; v++) {
                    for (int i = 0; i < n; i++) {
                        int row = raised[u * n + i] * larger;
                        for (int k = 0; k < n; k++) {
                            pairs.visit(d, u * count + v, row + raised[v * n + k], i, k);
                        }
                    }
                }
            }
        }
    }

    /**
     * This form times |Σ a_i x_i|².
     *
     * @param highestDegree of this form; higher coefficients are zero
     */
    Form times(double[] aRe, double[] aIm, int highestDegree) {
        return timesPair(aRe, aIm, aRe, aIm, highestDegree);
    }

    /** This form times (Σ a_i x_i) (Σ conj(b_k) x̄_k). */
    Form timesPair(double[] aRe, double[] aIm, double[] bRe, double[] bIm, int highestDegree) {
        Form result = new Form(table);
        int n = table.variables();
        double[] pRe = new double[n * n];
        double[] pIm = new double[n * n];
        for (int i = 0; i < n; i++) {
            for (int k = 0; k < n; k++) {
                pRe[i * n + k] = aRe[i] * bRe[k] + aIm[i] * bIm[k];
                pIm[i * n + k] = aIm[i] * bRe[k] - aRe[i] * bIm[k];
            }
        }
        eachPair(highestDegree, (d, from, to, i, k) -> {
            double x = re[d][from];
            double y = im[d][from];
            result.re[d + 1][to] += pRe[i * n + k] * x - pIm[i * n + k] * y;
            result.im[d + 1][to] += pRe[i * n + k] * y + pIm[i * n + k] * x;
        });
        return result;
    }

    /**
     * {@link #times} backwards: from the derivative of a real number by the product to that by this form, and by a. Bars
     * are derivatives by the real part plus i times those by the imaginary part.
     *
     * @param productBar derivative by the product
     * @param aBarRe the derivatives by a are added here, likewise {@code aBarIm}
     */
    Form backward(double[] aRe, double[] aIm, Form productBar, double[] aBarRe, double[] aBarIm, int highestDegree) {
        Form bar = new Form(table);
        eachPair(highestDegree, (d, from, to, i, k) -> {
            double p = productBar.re[d + 1][to];
            double q = productBar.im[d + 1][to];
            double x = re[d][from];
            double y = im[d][from];
            // conj(a_i conj(a_k)) = conj(a_i) a_k
            double cRe = aRe[i] * aRe[k] + aIm[i] * aIm[k];
            double cIm = aRe[i] * aIm[k] - aIm[i] * aRe[k];
            bar.re[d][from] += cRe * p - cIm * q;
            bar.im[d][from] += cRe * q + cIm * p;
            // a_i: conj(conj(a_k) g) bar = a_k conj(g) bar
            double gRe = x * p + y * q;
            double gIm = x * q - y * p;
            aBarRe[i] += aRe[k] * gRe - aIm[k] * gIm;
            aBarIm[i] += aRe[k] * gIm + aIm[k] * gRe;
            // conj(a_k): a_i g conj(bar) = a_i conj(conj(g) bar)
            aBarRe[k] += aRe[i] * gRe + aIm[i] * gIm;
            aBarIm[k] += aIm[i] * gRe - aRe[i] * gIm;
        });
        return bar;
    }

    /** The table of the monomials. */
    RaisingTable table() {
        return table;
    }
}
