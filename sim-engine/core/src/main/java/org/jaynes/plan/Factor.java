package org.jaynes.plan;

import java.util.ArrayList;
import java.util.List;

/** A complex number that is a product: of a constant and of entries of {@link Value}s. */
final class Factor {
    private record Entry(Value value, int index) {
        double[][] numbers(RowArithmetic on, double[][][] registers) {
            double[][] numbers = value.in(on, registers);
            return new double[][] {numbers[2 * index], numbers[2 * index + 1]};
        }
    }

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
    double[][] evaluate(RowArithmetic on, double[][][] registers) {
        boolean isProductOfEntries = re == 1 && im == 0 && !entries.isEmpty();
        double[][] product =
                isProductOfEntries ? entries.getFirst().numbers(on, registers) : on.repeated(new double[] {re, im});
        for (int i = isProductOfEntries ? 1 : 0; i < entries.size(); i++) {
            double[][] numbers = entries.get(i).numbers(on, registers);
            product = on.product(product[0], product[1], numbers[0], numbers[1]);
        }
        return product;
    }
}
