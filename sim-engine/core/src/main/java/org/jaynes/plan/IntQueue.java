package org.jaynes.plan;

/** Integers, first in, first out. */
final class IntQueue {
    private int[] items = new int[16];
    private int head;
    private int size;

    boolean isEmpty() {
        return size == 0;
    }

    void add(int item) {
        if (size == items.length) {
            int[] larger = new int[2 * size];
            for (int i = 0; i < size; i++) {
                larger[i] = items[(head + i) % items.length];
            }
            items = larger;
            head = 0;
        }
        items[(head + size++) % items.length] = item;
    }

    int remove() {
        int item = items[head];
        head = (head + 1) % items.length;
        size--;
        return item;
    }
}
