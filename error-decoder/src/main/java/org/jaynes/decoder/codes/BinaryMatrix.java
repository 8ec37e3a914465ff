package org.jaynes.decoder.codes;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/** Linear algebra over GF(2) on rows of bits. Rows that are given are not changed. */
final class BinaryMatrix {
    private BinaryMatrix() {}

    /** A basis of all vectors of this many bits that have an even overlap with each row. */
    static List<BitSet> kernel(List<BitSet> rows, int columns) {
        List<BitSet> reduced = new ArrayList<>();
        List<Integer> pivots = new ArrayList<>();
        for (BitSet row : rows) {
            BitSet rest = reduce(row, reduced, pivots);
            if (!rest.isEmpty()) {
                int pivot = rest.nextSetBit(0);
                for (BitSet other : reduced) {
                    if (other.get(pivot)) {
                        other.xor(rest);
                    }
                }
                reduced.add(rest);
                pivots.add(pivot);
            }
        }
        List<BitSet> basis = new ArrayList<>();
        for (int free = 0; free < columns; free++) {
            if (!pivots.contains(free)) {
                BitSet vector = new BitSet(columns);
                vector.set(free);
                for (int i = 0; i < reduced.size(); i++) {
                    vector.set(pivots.get(i), reduced.get(i).get(free));
                }
                basis.add(vector);
            }
        }
        return basis;
    }

    /** Those of the candidates, in order, that are independent of the rows and of the candidates before. */
    static List<BitSet> independentOf(List<BitSet> rows, List<BitSet> candidates) {
        List<BitSet> reduced = new ArrayList<>();
        List<Integer> pivots = new ArrayList<>();
        List<BitSet> independent = new ArrayList<>();
        for (int i = 0; i < rows.size() + candidates.size(); i++) {
            BitSet vector = i < rows.size() ? rows.get(i) : candidates.get(i - rows.size());
            BitSet rest = reduce(vector, reduced, pivots);
            if (!rest.isEmpty()) {
                reduced.add(rest);
                pivots.add(rest.nextSetBit(0));
                if (i >= rows.size()) {
                    independent.add(vector);
                }
            }
        }
        return independent;
    }

    private static BitSet reduce(BitSet vector, List<BitSet> reduced, List<Integer> pivots) {
        BitSet rest = (BitSet) vector.clone();
        for (int i = 0; i < reduced.size(); i++) {
            if (rest.get(pivots.get(i))) {
                rest.xor(reduced.get(i));
            }
        }
        return rest;
    }
}
