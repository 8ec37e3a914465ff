package org.jaynes.statevector;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jaynes.execution.PauliGroup;

/**
 * An observable: a real combination of Pauli products. Immutable.
 *
 * @param terms the products; equal ones are allowed and add up
 */
public record PauliSum(List<PauliTerm> terms) {
    private static final long MAX_PAIRS = 1 << 26;

    public PauliSum {
        terms = List.copyOf(terms);
    }

    /** The sum of these products. */
    public static PauliSum of(PauliTerm... terms) {
        return new PauliSum(List.of(terms));
    }

    /**
     * Reads an observable such as {@code 1.0*Z0 Z1 + 0.5*X2 - Y0*Y1 + 3}: products of a number and Pauli operators with
     * the numbers of their qubits, joined by blanks or {@code *}. A number alone is a multiple of the identity.
     *
     * @throws PauliSyntaxException with the column of what is wrong
     */
    public static PauliSum parse(String text) {
        return new PauliSum(new PauliSumParser(text).parse());
    }

    /** The lowest number of qubits of a state that it can be measured on. */
    public int qubitCount() {
        return terms.stream().mapToInt(PauliTerm::qubitCount).max().orElse(0);
    }

    /**
     * (AB + BA) / 2, equal products added up: what is left of AB when the products that anticommute cancel. The square of
     * an observable is its product with itself.
     *
     * @throws LimitExceededException if there are more than 2^26 pairs of products
     */
    public PauliSum symmetricProduct(PauliSum other) {
        long pairs = (long) terms.size() * other.terms.size();
        if (pairs > MAX_PAIRS) {
            throw new LimitExceededException(
                    "the product of observables of %,d and %,d products; at most %,d pairs are possible"
                            .formatted(terms.size(), other.terms.size(), MAX_PAIRS));
        }
        record Masks(long x, long z) {}
        Map<Masks, Double> sums = new LinkedHashMap<>();
        for (PauliTerm a : terms) {
            for (PauliTerm b : other.terms) {
                if (Long.bitCount(a.x() & b.z()) % 2 == Long.bitCount(a.z() & b.x()) % 2) {
                    // With P = i^y X^x Z^z: P P' = i^(y + y') (-1)^|z & x'| X^(x ^ x') Z^(z ^ z').
                    PauliTerm product = new PauliTerm(1, a.x() ^ b.x(), a.z() ^ b.z());
                    int turns = a.yCount() + b.yCount() - product.yCount() + 2 * Long.bitCount(a.z() & b.x());
                    double coefficient = a.coefficient() * b.coefficient();
                    sums.merge(
                            new Masks(product.x(), product.z()),
                            Math.floorMod(turns, 4) == 0 ? coefficient : -coefficient,
                            Double::sum);
                }
            }
        }
        List<PauliTerm> products = new ArrayList<>();
        sums.forEach((masks, coefficient) -> {
            if (coefficient != 0) {
                products.add(new PauliTerm(coefficient, masks.x(), masks.z()));
            }
        });
        return new PauliSum(products);
    }

    /**
     * The products by their X mask, so that the state is read once for each, in the index bits of a state in memory.
     *
     * <p>With P = i^y X^x Z^z, y the number of Y, and |i> a basis state, P |i> = i^y (-1)^parity(i & z) |i ^ x>. The
     * expectation is the sum over i of conj(a[i ^ x]) a[i] times that phase; as it is real, for even y only the real part
     * of the product counts, with the sign of i^y, and for odd y only the imaginary part, with the sign of i^(y+1).
     *
     * @param layout the index bit that holds each qubit
     */
    List<PauliGroup> groups(int[] layout) {
        Map<Long, List<PauliTerm>> byMask = new LinkedHashMap<>();
        for (PauliTerm term : terms) {
            byMask.computeIfAbsent(term.x(), x -> new ArrayList<>()).add(term);
        }
        List<PauliGroup> groups = new ArrayList<>();
        byMask.forEach((x, members) -> groups.add(group(members, layout)));
        return groups;
    }

    private static PauliGroup group(List<PauliTerm> members, int[] layout) {
        List<PauliTerm> ordered = new ArrayList<>(
                members.stream().filter(t -> t.yCount() % 2 == 0).toList());
        int realCount = ordered.size();
        members.stream().filter(t -> t.yCount() % 2 == 1).forEach(ordered::add);
        long[] zMasks = new long[ordered.size()];
        double[] coefficients = new double[ordered.size()];
        for (int i = 0; i < zMasks.length; i++) {
            PauliTerm term = ordered.get(i);
            boolean minus = term.yCount() % 4 == 1 || term.yCount() % 4 == 2;
            zMasks[i] = indexBits(term.z(), layout);
            coefficients[i] = minus ? -term.coefficient() : term.coefficient();
        }
        return new PauliGroup(indexBits(members.getFirst().x(), layout), zMasks, coefficients, realCount);
    }

    private static long indexBits(long qubits, int[] layout) {
        long mask = 0;
        for (int qubit = 0; qubit < layout.length; qubit++) {
            mask |= (qubits >>> qubit & 1) << layout[qubit];
        }
        return mask;
    }

    /** As {@link #parse} reads it. */
    @Override
    public String toString() {
        String sum = terms.stream().map(PauliTerm::toString).collect(Collectors.joining(" + "));
        return sum.isEmpty() ? "0" : sum.replace("+ -", "- ");
    }
}
