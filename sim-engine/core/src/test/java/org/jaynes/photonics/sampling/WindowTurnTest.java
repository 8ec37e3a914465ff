package org.jaynes.photonics.sampling;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jaynes.photonics.BeamSplitterConvention;
import org.jaynes.photonics.RandomOptics;
import org.jaynes.photonics.TimeBinInterferometer;
import org.jaynes.photonics.fock.FockBasis;
import org.junit.jupiter.api.Test;

/** A turn moves the amplitude of every state to where the new window has that state. */
class WindowTurnTest {
    private static final Integer[][] LOOPS = {
        {1, 3, 9}, {2, 5}, {5, 9}, {9, 5, 2}, {4, 4}, {1, 1, 4}, {7}, {3, 8, 3}, {12, 1}
    };

    @Test
    void everyAmplitudeGoesToItsState() {
        int turns = 0;
        for (Integer[] lengths : LOOPS) {
            TimeBinInterferometer loops = new RandomOptics(1).loops(26, false, BeamSplitterConvention.REAL, lengths);
            List<WindowSchedule.Step> steps = WindowSchedule.of(loops).steps();
            for (int i = 1; i < steps.size(); i++) {
                if (steps.get(i).turn() != null) {
                    turns++;
                    for (int photons = 0; photons <= 3; photons++) {
                        check(Arrays.toString(lengths) + " step " + i, steps.get(i - 1), steps.get(i), photons);
                    }
                }
            }
        }
        assertTrue(turns > 50, turns + " turns");
    }

    private static void check(String name, WindowSchedule.Step before, WindowSchedule.Step behind, int photons) {
        WindowSchedule.Turn turn = Objects.requireNonNull(behind.turn());
        WindowBasis from = new WindowBasis(before.front(), before.back(), photons);
        WindowBasis to = new WindowBasis(behind.front(), behind.back(), photons);
        WindowTurn described = WindowTurn.of(from, to, turn.order(), before.front(), before.back());
        try (WindowVector x = new WindowVector(true);
                WindowVector y = new WindowVector(true)) {
            fill(x, from);
            y.reserve(to.size());
            new ReferenceWindowKernels().turn(described, x, y);
            for (int n = 0; n <= to.mostAtBack(); n++) {
                int[] front = to.front(n).first();
                for (int i = 0; i < to.front(n).size(); i++) {
                    checkRow(name, turn, before, from, to, n, i, front, x, y);
                    to.front(n).next(front);
                }
            }
        }
    }

    /** 1 + its index for each state, 0 where a row is filled up. */
    private static void fill(WindowVector x, WindowBasis basis) {
        x.reserve(basis.size());
        for (int i = 0; i < basis.size(); i++) {
            x.set(i, 0, 0);
        }
        for (int n = 0; n <= basis.mostAtBack(); n++) {
            for (int i = 0; i < basis.front(n).size(); i++) {
                for (int j = 0; j < basis.back(n).size(); j++) {
                    x.set(basis.row(n, i) + j, 1 + basis.row(n, i) + j, 0);
                }
            }
        }
    }

    private static void checkRow(
            String name,
            WindowSchedule.Turn turn,
            WindowSchedule.Step before,
            WindowBasis from,
            WindowBasis to,
            int n,
            int row,
            int[] front,
            WindowVector x,
            WindowVector y) {
        FockBasis states = to.back(n);
        int[] back = states.first();
        for (int j = 0; j < to.width(n); j++) {
            double expected = j < states.size() ? source(turn, before, from, front, back, x) : 0;
            int where = j;
            assertEquals(
                    expected,
                    y.re(to.row(n, row) + j),
                    () -> "%s: %s at the back %s, column %d".formatted(name, Arrays.toString(front), n, where));
            states.next(back);
        }
    }

    private static double source(
            WindowSchedule.Turn turn,
            WindowSchedule.Step before,
            WindowBasis from,
            int[] front,
            int[] back,
            WindowVector x) {
        int[] oldFront = new int[before.front()];
        int[] oldBack = new int[Math.max(1, before.back())];
        int atBack = 0;
        for (int place = 0; place < turn.order().length; place++) {
            int photons = place < front.length ? front[place] : back[place - front.length];
            int old = turn.order()[place];
            if (old < 0 && photons > 0) {
                return 0;
            } else if (old >= oldFront.length) {
                oldBack[old - oldFront.length] = photons;
                atBack += photons;
            } else if (old >= 0) {
                oldFront[old] = photons;
            }
        }
        return x.re(from.row(atBack, from.front(atBack).rank(oldFront))
                + from.back(atBack).rank(oldBack));
    }

    @Test
    void cellsThatGoToTheBackAreTheLastOnes() {
        WindowBasis basis = new WindowBasis(2, 1, 1);
        IllegalArgumentException thrown = assertThrows(
                IllegalArgumentException.class, () -> WindowTurn.of(basis, basis, new int[] {1, 2, 0}, 2, 1));
        assertTrue(String.valueOf(thrown.getMessage()).contains("cell 1"), thrown.toString());
    }
}
