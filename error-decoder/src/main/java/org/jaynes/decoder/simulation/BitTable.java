package org.jaynes.decoder.simulation;

import java.util.Arrays;

/** Turns tables of bits: from a row per bit, shots in its words, to a row per shot, and back. */
public final class BitTable {
    private BitTable() {}

    /** Words that hold so many bits. */
    static int wordsOf(long bits) {
        return Math.toIntExact((bits + 63) / 64);
    }

    /**
     * Turns rows of shots into shots.
     *
     * @param rows a row per bit, shot s at position s % 64 of word s / 64
     * @param bits rows that are taken
     * @param shots receives a row of {@code wordsOf(bits)} words per shot, padding 0
     */
    static void toShots(long[][] rows, int bits, int shotCount, long[] shots) {
        long[] square = new long[64];
        for (int firstShot = 0; firstShot < shotCount; firstShot += 64) {
            for (int firstBit = 0; firstBit < bits; firstBit += 64) {
                for (int i = 0; i < Math.min(64, bits - firstBit); i++) {
                    square[i] = rows[firstBit + i][firstShot >> 6];
                }
                storeShots(square, bits, firstBit, firstShot, shotCount, shots);
            }
        }
    }

    /** The same for rows of {@code rowWords} words that lie one after the other in an array. */
    public static void toShots(long[] rows, int rowWords, int bits, int shotCount, long[] shots) {
        long[] square = new long[64];
        for (int firstShot = 0; firstShot < shotCount; firstShot += 64) {
            for (int firstBit = 0; firstBit < bits; firstBit += 64) {
                for (int i = 0; i < Math.min(64, bits - firstBit); i++) {
                    square[i] = rows[(firstBit + i) * rowWords + (firstShot >> 6)];
                }
                storeShots(square, bits, firstBit, firstShot, shotCount, shots);
            }
        }
    }

    private static void storeShots(long[] square, int bits, int firstBit, int firstShot, int shotCount, long[] shots) {
        Arrays.fill(square, Math.min(64, bits - firstBit), 64, 0);
        transpose(square);
        int stride = wordsOf(bits);
        int column = firstBit >> 6;
        for (int i = 0; i < Math.min(64, shotCount - firstShot); i++) {
            shots[(firstShot + i) * stride + column] = square[i];
        }
    }

    /** Turns shots into rows of shots, the inverse of {@link #toShots}; shots beyond the last are not touched. */
    static void toRows(long[] shots, int shotCount, long[][] rows) {
        int stride = wordsOf(rows.length);
        long[] square = new long[64];
        for (int firstShot = 0; firstShot < shotCount; firstShot += 64) {
            int inWord = Math.min(64, shotCount - firstShot);
            for (int column = 0; column < stride; column++) {
                for (int i = 0; i < inWord; i++) {
                    square[i] = shots[(firstShot + i) * stride + column];
                }
                Arrays.fill(square, inWord, 64, 0);
                transpose(square);
                int height = Math.min(64, rows.length - 64 * column);
                for (int i = 0; i < height; i++) {
                    rows[64 * column + i][firstShot >> 6] = square[i];
                }
            }
        }
    }

    /** Transposes 64 by 64 bits in place: swaps the off-diagonal quarters, then those of the quarters, and so on. */
    static void transpose(long[] square) {
        long mask = 0x00000000FFFFFFFFL;
        for (int size = 32; size > 0; size >>= 1) {
            for (int block = 0; block < 64; block += 2 * size) {
                for (int top = block; top < block + size; top++) {
                    long swapped = (square[top] >>> size ^ square[top + size]) & mask;
                    square[top] ^= swapped << size;
                    square[top + size] ^= swapped;
                }
            }
            mask ^= mask << (size >> 1);
        }
    }
}
