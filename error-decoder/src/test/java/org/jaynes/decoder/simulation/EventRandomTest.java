package org.jaynes.decoder.simulation;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class EventRandomTest {
    /** Known answer of Random123 for key and counter 0. */
    @Test
    void wordsAreThoseOfPhilox() {
        EventRandom random = new EventRandom(0);
        random.startBlock(0);
        long[] words = new long[2];
        random.fill(words, 0, 0);
        assertArrayEquals(new long[] {0x6627e8d5e169c58dL, 0xbc57ac4c9b00dbd8L}, words);
    }

    @Test
    void partsOfRowsAreThePartsOfTheWhole() {
        EventRandom random = new EventRandom(5);
        random.startBlock(3);
        random.nextEvent();
        long[] whole = new long[16];
        random.fill(whole, 7, 0);
        for (int first = 0; first < 16; first++) {
            for (int count = 1; count <= 16 - first; count++) {
                long[] part = new long[count];
                random.fill(part, 7, first);
                assertArrayEquals(Arrays.copyOfRange(whole, first, first + count), part);
            }
        }
    }

    /** 10^6 trials; six standard deviations, so one false alarm in 5e8 runs if the seed were not fixed. */
    @Test
    void successesHaveTheirProbability() {
        for (double probability : new double[] {1e-4, 0.01, 0.3, 0.75, 0.999}) {
            EventRandom random = new EventRandom(11);
            random.startBlock(0);
            random.nextEvent();
            long trials = 1_000_000;
            double scale = EventRandom.scaleOf(probability);
            long successes = 0;
            long last = -1;
            for (long trial = random.nextSuccess(-1, scale, trials); trial < trials; ) {
                assertTrue(trial > last);
                last = trial;
                successes++;
                trial = random.nextSuccess(trial, scale, trials);
            }
            double sigma = Math.sqrt(trials * probability * (1 - probability));
            assertEquals(trials * probability, (double) successes, 6 * sigma, "probability " + probability);
        }
    }

    @Test
    void certainAndImpossibleAreExact() {
        EventRandom random = new EventRandom(1);
        random.startBlock(0);
        random.nextEvent();
        long[] words = new long[4];
        random.fillSuccesses(words, 0, 1);
        assertArrayEquals(new long[] {-1, -1, -1, -1}, words);
        random.fillSuccesses(words, 0, 0);
        assertArrayEquals(new long[4], words);
    }
}
