package org.jaynes.circuit;

/**
 * Type of a classical value, as in OpenQASM 3.
 *
 * <p>Values of discrete types (all but {@link Kind#FLOAT}) are held in a {@code long}: a boolean as 0 or 1, a signed
 * integer sign-extended, bits, unsigned integers and angles zero-extended. An angle of width w with bits k is the angle
 * 2 pi k / 2^w. Bit strings may be wider than 64; such a value can be compared, indexed, concatenated and assigned, but
 * not calculated with.
 *
 * @param kind what the value means
 * @param width number of bits: 1 for booleans, 32 or 64 for floats, at least 1 for bits, 1 to 64 for the others
 */
public record ClassicalType(Kind kind, int width) {
    /** What a value means. */
    public enum Kind {
        /** true or false. */
        BOOL,
        /** A string of bits; bit 0 is the least significant and is written rightmost. */
        BIT,
        /** A two's complement integer; arithmetic wraps. */
        INT,
        /** An unsigned integer; arithmetic wraps. */
        UINT,
        /** An IEEE 754 number. */
        FLOAT,
        /** A fixed-point fraction of a full turn; arithmetic wraps. */
        ANGLE
    }

    public static final ClassicalType BOOL = new ClassicalType(Kind.BOOL, 1);
    public static final ClassicalType BIT = new ClassicalType(Kind.BIT, 1);
    public static final ClassicalType FLOAT = new ClassicalType(Kind.FLOAT, 64);

    /** @throws IllegalArgumentException if the kind does not come in this width */
    public ClassicalType {
        boolean allowed = switch (kind) {
            case BOOL -> width == 1;
            case BIT -> width >= 1;
            case INT, UINT, ANGLE -> width >= 1 && width <= Long.SIZE;
            case FLOAT -> width == Float.SIZE || width == Double.SIZE;
        };
        if (!allowed) {
            throw new IllegalArgumentException(
                    "%s[%d] is not a type: %s".formatted(name(kind), width, widthRule(kind)));
        }
    }

    /** {@code bit[width]}. */
    public static ClassicalType bits(int width) {
        return new ClassicalType(Kind.BIT, width);
    }

    /** {@code int[width]}. */
    public static ClassicalType integer(int width) {
        return new ClassicalType(Kind.INT, width);
    }

    /** {@code uint[width]}. */
    public static ClassicalType unsigned(int width) {
        return new ClassicalType(Kind.UINT, width);
    }

    /** {@code angle[width]}. */
    public static ClassicalType angle(int width) {
        return new ClassicalType(Kind.ANGLE, width);
    }

    /** Whether values are bits in a {@code long} (or several), and not floating-point numbers. */
    public boolean isDiscrete() {
        return kind != Kind.FLOAT;
    }

    /** Whether a value does not fit in a {@code long}. */
    public boolean isWide() {
        return width > Long.SIZE;
    }

    /**
     * The bit that an index means in a value of this type; negative indices count from the highest bit, which is -1.
     *
     * @throws IndexOutOfBoundsException if there is no such bit
     */
    public int position(long index) {
        long position = index < 0 ? index + width : index;
        if (position < 0 || position >= width) {
            throw new IndexOutOfBoundsException("index %d is outside of %s".formatted(index, this));
        }
        return (int) position;
    }

    /** Brings any integer into the range of this type by dropping the bits above its width. */
    public long wrap(long value) {
        int spare = Long.SIZE - width;
        if (spare <= 0) {
            return value;
        }
        return kind == Kind.INT ? value << spare >> spare : value & (-1L >>> spare);
    }

    private static String name(Kind kind) {
        return kind.name().toLowerCase(java.util.Locale.ROOT);
    }

    private static String widthRule(Kind kind) {
        return switch (kind) {
            case BOOL -> "a bool has no width";
            case BIT -> "at least one bit is needed";
            case INT, UINT, ANGLE -> "the width must be 1 to 64";
            case FLOAT -> "the width must be 32 or 64";
        };
    }

    /** As written in OpenQASM 3: {@code bool}, {@code bit[4]}, {@code int[32]}, {@code float[64]}. */
    @Override
    public String toString() {
        return kind == Kind.BOOL || (kind == Kind.BIT && width == 1) ? name(kind) : name(kind) + "[" + width + "]";
    }
}
