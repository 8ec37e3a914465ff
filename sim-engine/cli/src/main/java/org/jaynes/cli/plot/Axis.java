package org.jaynes.cli.plot;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;

/**
 * Values along a line.
 *
 * @param low value at position 0
 * @param high value at position 1
 * @param logarithmic whether equal ratios, not equal differences, have equal lengths
 */
record Axis(double low, double high, boolean logarithmic) {
    private static final int MOST_LABELS = 9;

    /** A mark of the axis; the label of a small one is empty. */
    record Tick(double value, String label) {}

    /**
     * An axis that holds values with a little room on either side.
     *
     * @param least greater than 0 if logarithmic
     */
    static Axis around(double least, double greatest, boolean logarithmic) {
        if (logarithmic) {
            double room = Math.max(1.15, Math.pow(greatest / least, 0.05));
            return new Axis(least / room, greatest * room, true);
        }
        double room = greatest > least ? 0.05 * (greatest - least) : Math.max(1e-12, 0.1 * Math.abs(least));
        return new Axis(least - room, greatest + room, false);
    }

    /** Where a value lies; outside 0 to 1 for one that is not on the axis. */
    double position(double value) {
        return logarithmic
                ? (Math.log(value) - Math.log(low)) / (Math.log(high) - Math.log(low))
                : (value - low) / (high - low);
    }

    List<Tick> ticks() {
        return logarithmic ? logarithmicTicks() : linearTicks();
    }

    /** Powers of ten are labelled, and over less than two of them 2 and 5 times these too. */
    private List<Tick> logarithmicTicks() {
        boolean narrow = high / low < 100;
        int first = (int) Math.floor(Math.log10(low));
        int last = (int) Math.ceil(Math.log10(high));
        int step = Math.ceilDiv(last - first, MOST_LABELS);
        List<Tick> ticks = new ArrayList<>();
        for (int power = first; power <= last; power++) {
            for (int digit = 1; digit < 10; digit++) {
                BigDecimal value = BigDecimal.valueOf(digit, -power);
                double number = value.doubleValue();
                boolean labelled = digit == 1 ? (power - first) % step == 0 : narrow && (digit == 2 || digit == 5);
                if (number >= low && number <= high && (digit == 1 || step == 1)) {
                    ticks.add(new Tick(number, labelled ? text(value) : ""));
                }
            }
        }
        return ticks;
    }

    private List<Tick> linearTicks() {
        double rough = (high - low) / MOST_LABELS;
        int power = (int) Math.floor(Math.log10(rough));
        BigDecimal unit = BigDecimal.ONE.scaleByPowerOfTen(power);
        double ratio = rough / unit.doubleValue();
        BigDecimal step = unit.multiply(BigDecimal.valueOf(ratio <= 1 ? 1 : ratio <= 2 ? 2 : ratio <= 5 ? 5 : 10));
        List<Tick> ticks = new ArrayList<>();
        for (long k = (long) Math.ceil(low / step.doubleValue()); k * step.doubleValue() <= high; k++) {
            BigDecimal value = step.multiply(BigDecimal.valueOf(k));
            ticks.add(new Tick(value.doubleValue(), text(value)));
        }
        return ticks;
    }

    private static String text(BigDecimal value) {
        double size = Math.abs(value.doubleValue());
        if (size != 0 && (size < 1e-3 || size >= 1e6)) {
            BigDecimal digits = value.round(new MathContext(3)).stripTrailingZeros();
            int exponent = digits.precision() - digits.scale() - 1;
            return digits.movePointLeft(exponent).toPlainString() + "e" + exponent;
        }
        return value.signum() == 0 ? "0" : value.stripTrailingZeros().toPlainString();
    }
}
