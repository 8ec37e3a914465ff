package org.jaynes.service.job;

import java.util.Arrays;

/**
 * The result of a job as JSON text while shots are added: one string for each, a digit for each mode, first time bin
 * first; in a shot with ten photons or more in a mode, the modes are separated by commas.
 */
final class ResultText {
    private final int modes;
    private byte[] text;
    private int length;
    private int shots;

    /**
     * @param head the text before the list
     * @param samples how many shots are expected
     */
    ResultText(byte[] head, int modes, int samples) {
        this.modes = modes;
        this.text = Arrays.copyOf(head, Math.addExact(head.length + 3, Math.multiplyExact(samples, modes + 3)));
        this.length = head.length;
        text[length++] = '[';
    }

    void add(byte[] photons, int offset) {
        reserve(4 * modes + 3);
        if (shots++ > 0) {
            text[length++] = ',';
        }
        text[length++] = '"';
        boolean digits = true;
        for (int mode = 0; mode < modes; mode++) {
            digits &= photons[offset + mode] < 10;
        }
        for (int mode = 0; mode < modes; mode++) {
            if (!digits && mode > 0) {
                text[length++] = ',';
            }
            addNumber(photons[offset + mode]);
        }
        text[length++] = '"';
    }

    private void addNumber(int number) {
        if (number >= 100) {
            text[length++] = '1';
        }
        if (number >= 10) {
            text[length++] = (byte) ('0' + number / 10 % 10);
        }
        text[length++] = (byte) ('0' + number % 10);
    }

    int shots() {
        return shots;
    }

    /** The whole text, closed. */
    byte[] finish() {
        reserve(2);
        text[length++] = ']';
        text[length++] = '}';
        return length == text.length ? text : Arrays.copyOf(text, length);
    }

    private void reserve(int more) {
        if (text.length - length < more) {
            text = Arrays.copyOf(text, Math.addExact(length, Math.max(more, length / 2)));
        }
    }
}
