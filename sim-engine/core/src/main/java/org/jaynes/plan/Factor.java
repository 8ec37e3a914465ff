package org.jaynes.plan;

import java.util.ArrayList;
import java.util.List;

/** A complex number that is a product: of a constant and of entries of {@link Value}s. */
final class Factor {
    private record Entry(Value value, int index) {}

    private double re = 1;
    private double im;
    private List<Entry> entries = List.of();

    /** One, to begin with. */
    Factor() {}

    /** Entry {@code index} of a value made of complex numbers. */
    static Factor of(Value value, int index) {
        Factor factor = new Factor();
        factor.multiply(value, index);
        return factor;
    }

    /** Multiplies by the {@code index}-th complex number of a value. */
    void multiply(Value value, int index) {
        if (value.isConstant()) {
            multiply(value.first()[2 * index], value.first()[2 * index + 1]);
        } else {
            addEntry(new Entry(value, index));
        }
    }

    void multiply(Factor other) {
        multiply(other.re, other.im);
        other.entries.forEach(this::addEntry);
    }

    void multiply(double otherRe, double otherIm) {
        double product = re * otherRe - im * otherIm;
        im = ComplexMatrix.snap(re * otherIm + im * otherRe);
        re = ComplexMatrix.snap(product);
    }

    private void addEntry(Entry entry) {
        if (entries.isEmpty()) {
            entries = new ArrayList<>(2);
        }
        entries.add(entry);
    }

    boolean isConstant() {
        return entries.isEmpty();
    }

    /** Whether it is one whatever the angles are. */
    boolean isOne() {
        return entries.isEmpty() && re == 1 && im == 0;
    }

    /** (re, im) for the rows whose registers these are. */
    double[][] evaluate(double[][][] registers, int rows) {
        double[][] product = RowNumbers.repeated(new double[] {re, im}, rows);
        for (int i = 0; i < entries.size(); i++) {
            Entry entry = entries.get(i);
            double[][] numbers = entry.value.in(registers, rows);
            product =
                    RowNumbers.product(product[0], product[1], numbers[2 * entry.index], numbers[2 * entry.index + 1]);
        }
        return product;
    }
}
