package org.jaynes.photonics;

import java.util.Arrays;

/** A dense complex matrix in double precision. Immutable. */
public final class ComplexMatrix {
    private final int rows;
    private final int columns;
    private final double[] re;
    private final double[] im;
    private final boolean real;

    private ComplexMatrix(int rows, int columns, double[] re, double[] im) {
        this.rows = rows;
        this.columns = columns;
        this.re = re;
        this.im = im;
        this.real = Arrays.stream(im).allMatch(x -> x == 0);
    }

    /**
     * A matrix from its entries, which are copied.
     *
     * @param re real parts, row-major, {@code rows * columns} of them
     * @param im imaginary parts, likewise
     * @throws ExperimentException if the lengths do not fit or an entry is not finite
     */
    public static ComplexMatrix of(int rows, int columns, double[] re, double[] im) {
        if (rows < 0 || columns < 0 || re.length != (long) rows * columns || im.length != re.length) {
            throw new ExperimentException("a matrix of %d x %d needs %d real and imaginary parts; got %d and %d"
                    .formatted(rows, columns, (long) rows * columns, re.length, im.length));
        }
        for (int i = 0; i < re.length; i++) {
            if (!Double.isFinite(re[i]) || !Double.isFinite(im[i])) {
                throw new ExperimentException("entry [%d][%d] of the matrix is %s%+gi; expected finite numbers"
                        .formatted(i / columns, i % columns, re[i], im[i]));
            }
        }
        return new ComplexMatrix(rows, columns, re.clone(), im.clone());
    }

    /** A matrix from its rows; all must have the same length. */
    public static ComplexMatrix of(double[][] re, double[][] im) {
        int columns = re.length == 0 ? 0 : re[0].length;
        if (im.length != re.length) {
            throw new ExperimentException(
                    "%d rows of real parts and %d of imaginary parts".formatted(re.length, im.length));
        }
        return of(re.length, columns, flat(re, columns), flat(im, columns));
    }

    /** A real matrix from its rows. */
    public static ComplexMatrix real(double[][] rows) {
        int columns = rows.length == 0 ? 0 : rows[0].length;
        return of(rows.length, columns, flat(rows, columns), new double[rows.length * columns]);
    }

    private static double[] flat(double[][] rows, int columns) {
        double[] values = new double[rows.length * columns];
        for (int i = 0; i < rows.length; i++) {
            if (rows[i].length != columns) {
                throw new ExperimentException(
                        "row %d has %d entries; row 0 has %d".formatted(i, rows[i].length, columns));
            }
            System.arraycopy(rows[i], 0, values, i * columns, columns);
        }
        return values;
    }

    /** The identity. */
    public static ComplexMatrix identity(int size) {
        double[] re = new double[size * size];
        for (int i = 0; i < size; i++) {
            re[i * size + i] = 1;
        }
        return new ComplexMatrix(size, size, re, new double[size * size]);
    }

    public int rows() {
        return rows;
    }

    public int columns() {
        return columns;
    }

    /** Real part of an entry. */
    public double re(int row, int column) {
        return re[row * columns + column];
    }

    /** Imaginary part of an entry. */
    public double im(int row, int column) {
        return im[row * columns + column];
    }

    /** The real parts, row-major; a copy. */
    public double[] realParts() {
        return re.clone();
    }

    /** The imaginary parts, row-major; a copy. */
    public double[] imaginaryParts() {
        return im.clone();
    }

    /** Whether every imaginary part is zero. */
    public boolean isReal() {
        return real;
    }

    /** The squared absolute value of an entry. */
    public double squaredNorm(int row, int column) {
        double a = re(row, column);
        double b = im(row, column);
        return a * a + b * b;
    }

    /** The matrix of these rows and columns, in this order; an index may occur several times. */
    public ComplexMatrix select(int[] rowIndices, int[] columnIndices) {
        double[] a = new double[rowIndices.length * columnIndices.length];
        double[] b = new double[a.length];
        int k = 0;
        for (int row : rowIndices) {
            for (int column : columnIndices) {
                a[k] = re(row, column);
                b[k++] = im(row, column);
            }
        }
        return new ComplexMatrix(rowIndices.length, columnIndices.length, a, b);
    }

    /** This matrix with a real factor. */
    public ComplexMatrix times(double factor) {
        return of(
                rows,
                columns,
                Arrays.stream(re).map(x -> x * factor).toArray(),
                Arrays.stream(im).map(x -> x * factor).toArray());
    }

    /** The product of this matrix and another. */
    public ComplexMatrix times(ComplexMatrix right) {
        if (columns != right.rows) {
            throw new ExperimentException("%d x %d times %d x %d".formatted(rows, columns, right.rows, right.columns));
        }
        double[] a = new double[rows * right.columns];
        double[] b = new double[a.length];
        for (int i = 0; i < rows; i++) {
            for (int k = 0; k < columns; k++) {
                double x = re(i, k);
                double y = im(i, k);
                for (int j = 0; j < right.columns; j++) {
                    a[i * right.columns + j] += x * right.re(k, j) - y * right.im(k, j);
                    b[i * right.columns + j] += x * right.im(k, j) + y * right.re(k, j);
                }
            }
        }
        return new ComplexMatrix(rows, right.columns, a, b);
    }

    /** The conjugate transpose. */
    public ComplexMatrix adjoint() {
        double[] a = new double[re.length];
        double[] b = new double[re.length];
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < columns; j++) {
                a[j * rows + i] = re(i, j);
                b[j * rows + i] = -im(i, j);
            }
        }
        return new ComplexMatrix(/* rows= */ columns, /* columns= */ rows, a, b);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ComplexMatrix m
                && rows == m.rows
                && columns == m.columns
                && Arrays.equals(re, m.re)
                && Arrays.equals(im, m.im);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(re) + Arrays.hashCode(im);
    }

    @Override
    public String toString() {
        return "matrix of %d x %d".formatted(rows, columns);
    }
}
