package org.jaynes.plan;

import java.util.Arrays;

/** Integers in the order in which they were added. */
final class IntList {
    private int[] items = new int[16];
    private int size;

    int size() {
        return size;
    }

    int get(int position) {
        return items[position];
    }

    void add(int item) {
        if (size == items.length) {
            items = Arrays.copyOf(items, 2 * size);
        }
        items[size++] = item;
    }

    void clear() {
        size = 0;
    }

    /** Takes out all items. */
    int[] drain() {
        int[] all = Arrays.copyOf(items, size);
        size = 0;
        return all;
    }
}
