package org.jaynes.circuit;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The gates without controls that the standard libraries of OpenQASM ({@code stdgates.inc}, {@code qelib1.inc}) and
 * qsim's text format are made of. Their controlled forms, such as cx, are these with controls.
 *
 * <p>Matrices are exactly the ones written here, global phase included, because it matters as soon as a gate is
 * controlled. Sources: OpenQASM 3 specification, "Standard library" and Qiskit's circuit library for the gates of
 * OpenQASM (https://openqasm.com, doi:10.1145/3505636); qsim's gate set for SY, SW, R, ISWAP and FSIM.
 */
public enum StandardGate implements Unitary {
    /** Global phase exp(i a); no targets. With controls: a phase on the states in which all controls have their value. */
    GPHASE(0, 1, Form.DIAGONAL, a -> phases(a[0])),
    /** Identity. */
    I("id", 1, 0, Form.DIAGONAL, a -> phases(0, 0)),
    X(1, 0, Form.PERMUTATION, a -> real(0, 1, 1, 0)),
    Y(1, 0, Form.MONOMIAL, a -> new double[] {0, 0, 0, -1, 0, 1, 0, 0}),
    Z(1, 0, Form.DIAGONAL, a -> real(1, 0, 0, -1)),
    H(1, 0, Form.GENERAL, a -> real(Numbers.HALF_ROOT, Numbers.HALF_ROOT, Numbers.HALF_ROOT, -Numbers.HALF_ROOT)),
    /** diag(1, i). */
    S(1, 0, Form.DIAGONAL, a -> diagonal(1, 0, 0, 1)),
    /** diag(1, -i). */
    SDG(1, 0, Form.DIAGONAL, a -> diagonal(1, 0, 0, -1)),
    /** diag(1, exp(i pi/4)). */
    T(1, 0, Form.DIAGONAL, a -> diagonal(1, 0, Numbers.HALF_ROOT, Numbers.HALF_ROOT)),
    /** diag(1, exp(-i pi/4)). */
    TDG(1, 0, Form.DIAGONAL, a -> diagonal(1, 0, Numbers.HALF_ROOT, -Numbers.HALF_ROOT)),
    /** Square root of X: ((1+i) I + (1-i) X) / 2. */
    SX(1, 0, Form.GENERAL, a -> new double[] {.5, .5, .5, -.5, .5, -.5, .5, .5}),
    /** Inverse of SX. */
    SXDG(1, 0, Form.GENERAL, a -> new double[] {.5, -.5, .5, .5, .5, .5, .5, -.5}),
    /** Square root of Y: (1+i)/2 [[1, -1], [1, 1]]. */
    SY(1, 0, Form.GENERAL, a -> new double[] {.5, .5, -.5, -.5, .5, .5, .5, .5}),
    /** Inverse of SY. */
    SYDG(1, 0, Form.GENERAL, a -> new double[] {.5, -.5, .5, -.5, -.5, .5, .5, -.5}),
    /** Square root of (X + Y) / sqrt 2: [[(1+i)/2, -i/sqrt 2], [1/sqrt 2, (1+i)/2]]; qsim's hz_1_2. */
    SW(1, 0, Form.GENERAL, a -> new double[] {.5, .5, 0, -Numbers.HALF_ROOT, Numbers.HALF_ROOT, 0, .5, .5}),
    /** Inverse of SW. */
    SWDG(1, 0, Form.GENERAL, a -> new double[] {.5, -.5, Numbers.HALF_ROOT, 0, 0, Numbers.HALF_ROOT, .5, -.5}),
    /** exp(-i a X / 2). */
    RX(1, 1, Form.GENERAL, a -> new double[] {cos(a[0]), 0, 0, -sin(a[0]), 0, -sin(a[0]), cos(a[0]), 0}),
    /** exp(-i a Y / 2). */
    RY(1, 1, Form.GENERAL, a -> real(cos(a[0]), -sin(a[0]), sin(a[0]), cos(a[0]))),
    /** exp(-i a Z / 2). */
    RZ(1, 1, Form.DIAGONAL, a -> phases(-a[0] / 2, a[0] / 2)),
    /** diag(1, exp(i a)); u1 of qelib1.inc. */
    P(1, 1, Form.DIAGONAL, a -> phases(0, a[0])),
    /**
     * U(a, b, c) = [[cos a/2, -exp(ic) sin a/2], [exp(ib) sin a/2, exp(i(b+c)) cos a/2]]: Qiskit's u. OpenQASM 3's U is
     * exp(i a/2) times this, its u2 and u3 are exp(-i(b+c)/2) times this.
     */
    U(1, 3, Form.GENERAL, a -> universal(a[0], a[1], a[2])),
    /** Rotation by a about the axis cos b X + sin b Y: exp(-i a (cos b X + sin b Y) / 2); qsim's rxy. */
    R(1, 2, Form.GENERAL, a -> equatorial(a[0], a[1])),
    SWAP(2, 0, Form.PERMUTATION, a -> blocks(0, 1, 0, 1, 0)),
    /** Swaps, with a factor i on the exchanged states. */
    ISWAP(2, 0, Form.MONOMIAL, a -> blocks(0, 0, 1, 1, 0)),
    /** Inverse of ISWAP. */
    ISWAPDG(2, 0, Form.MONOMIAL, a -> blocks(0, 0, -1, 1, 0)),
    /** exp(-i a XX / 2). */
    RXX(2, 1, Form.GENERAL, a -> antidiagonal(cos(a[0]), -sin(a[0]), -sin(a[0]))),
    /** exp(-i a YY / 2). */
    RYY(2, 1, Form.GENERAL, a -> antidiagonal(cos(a[0]), sin(a[0]), -sin(a[0]))),
    /** exp(-i a ZZ / 2). */
    RZZ(2, 1, Form.DIAGONAL, a -> phases(-a[0] / 2, a[0] / 2, a[0] / 2, -a[0] / 2)),
    /** [[cos a, -i sin a], [-i sin a, cos a]] on the states 01 and 10, exp(-i b) on 11; qsim's fs. */
    FSIM(
            2,
            2,
            Form.GENERAL,
            a -> blocks(StrictMath.cos(a[0]), 0, -StrictMath.sin(a[0]), StrictMath.cos(a[1]), -StrictMath.sin(a[1]))),
    /** Toffoli up to phases (Margolus): a sign on 101, -i and i on the exchange of 011 and 111; targets c0 c1 target. */
    RCCX(3, 0, Form.MONOMIAL, a -> relativePhaseToffoli()),
    /** Toffoli with three controls up to phases; rc3x of qelib1.inc; the last target is the one that flips. */
    RC3X(4, 0, Form.MONOMIAL, a -> relativePhaseToffoli3(1)),
    /** Inverse of RC3X. */
    RC3XDG(4, 0, Form.MONOMIAL, a -> relativePhaseToffoli3(-1));

    private interface Formula {
        double[] matrix(double[] angles);
    }

    private final String label;
    private final int targetCount;
    private final int angleCount;
    private final Form form;

    @SuppressWarnings("ImmutableEnumChecker") // formulas are lambdas without state
    private final Formula formula;

    StandardGate(int targetCount, int angleCount, Form form, Formula formula) {
        this(null, targetCount, angleCount, form, formula);
    }

    StandardGate(
            @org.jspecify.annotations.Nullable String label,
            int targetCount,
            int angleCount,
            Form form,
            Formula formula) {
        this.label = label == null ? name().toLowerCase(Locale.ROOT) : label;
        this.targetCount = targetCount;
        this.angleCount = angleCount;
        this.form = form;
        this.formula = formula;
    }

    @Override
    public String label() {
        return label;
    }

    @Override
    public int targetCount() {
        return targetCount;
    }

    @Override
    public int angleCount() {
        return angleCount;
    }

    @Override
    public Form form() {
        return form;
    }

    /** @throws IllegalArgumentException if there are not {@link #angleCount} angles */
    @Override
    public double[] matrix(double... angles) {
        if (angles.length != angleCount) {
            throw new IllegalArgumentException(
                    "gate %s takes %d angles, not %d".formatted(label, angleCount, angles.length));
        }
        return formula.matrix(angles);
    }

    /** The gate whose matrix with {@link #inverseAngles} is the inverse of this one's. */
    public StandardGate inverse() {
        return switch (this) {
            case S -> SDG;
            case SDG -> S;
            case T -> TDG;
            case TDG -> T;
            case SX -> SXDG;
            case SXDG -> SX;
            case SY -> SYDG;
            case SYDG -> SY;
            case SW -> SWDG;
            case SWDG -> SW;
            case ISWAP -> ISWAPDG;
            case ISWAPDG -> ISWAP;
            case RC3X -> RC3XDG;
            case RC3XDG -> RC3X;
            default -> this;
        };
    }

    /** The angles with which {@link #inverse} undoes this gate. */
    public List<Expression> inverseAngles(List<Expression> angles) {
        return switch (this) {
            case U ->
                List.of(
                        angles.get(0).negated(),
                        angles.get(2).negated(),
                        angles.get(1).negated());
            case R -> List.of(angles.get(0).negated(), angles.get(1));
            default -> {
                List<Expression> negated = new ArrayList<>(angles.size());
                for (Expression angle : angles) {
                    negated.add(angle.negated());
                }
                yield negated;
            }
        };
    }

    /** cos(a/2). */
    private static double cos(double a) {
        return StrictMath.cos(a / 2);
    }

    /** sin(a/2). */
    private static double sin(double a) {
        return StrictMath.sin(a / 2);
    }

    private static double[] real(double m00, double m01, double m10, double m11) {
        return new double[] {m00, 0, m01, 0, m10, 0, m11, 0};
    }

    private static double[] diagonal(double... entries) {
        int size = entries.length / 2;
        double[] m = new double[2 * size * size];
        for (int i = 0; i < size; i++) {
            m[2 * i * (size + 1)] = entries[2 * i];
            m[2 * i * (size + 1) + 1] = entries[2 * i + 1];
        }
        return m;
    }

    /** diag(exp(i angle), ...). */
    private static double[] phases(double... angles) {
        double[] entries = new double[2 * angles.length];
        for (int i = 0; i < angles.length; i++) {
            entries[2 * i] = StrictMath.cos(angles[i]);
            entries[2 * i + 1] = StrictMath.sin(angles[i]);
        }
        return diagonal(entries);
    }

    private static double[] universal(double a, double b, double c) {
        return new double[] {
            cos(a),
            0,
            -StrictMath.cos(c) * sin(a),
            -StrictMath.sin(c) * sin(a),
            StrictMath.cos(b) * sin(a),
            StrictMath.sin(b) * sin(a),
            StrictMath.cos(b + c) * cos(a),
            StrictMath.sin(b + c) * cos(a)
        };
    }

    /** [[cos, -i exp(-ib) sin], [-i exp(ib) sin, cos]] of a/2. */
    private static double[] equatorial(double a, double b) {
        double re = -StrictMath.sin(b) * sin(a);
        double im = -StrictMath.cos(b) * sin(a);
        return new double[] {cos(a), 0, re, im, -re, im, cos(a), 0};
    }

    /** 1 on 00, [[p, q], [q, p]] with real p on 01 and 10, r on 11. */
    private static double[] blocks(double p, double reQ, double imQ, double reR, double imR) {
        double[] m = diagonal(1, 0, p, 0, p, 0, reR, imR);
        m[2 * (4 + 2)] = m[2 * (8 + 1)] = reQ;
        m[2 * (4 + 2) + 1] = m[2 * (8 + 1) + 1] = imQ;
        return m;
    }

    /** p on the diagonal, i outer on 00-11, i inner on 01-10. */
    private static double[] antidiagonal(double p, double outer, double inner) {
        double[] m = diagonal(p, 0, p, 0, p, 0, p, 0);
        m[2 * 3 + 1] = m[2 * 12 + 1] = outer;
        m[2 * (4 + 2) + 1] = m[2 * (8 + 1) + 1] = inner;
        return m;
    }

    private static double[] relativePhaseToffoli() {
        double[] m = diagonal(1, 0, 1, 0, 1, 0, 0, 0, 1, 0, -1, 0, 1, 0, 0, 0);
        m[2 * (3 * 8 + 7) + 1] = -1;
        m[2 * (7 * 8 + 3) + 1] = 1;
        return m;
    }

    private static double[] relativePhaseToffoli3(int direction) {
        double[] entries = new double[32];
        for (int i = 0; i < 16; i++) {
            entries[2 * i] = 1;
        }
        entries[2 * 3] = entries[2 * 11] = entries[2 * 7] = entries[2 * 15] = 0;
        entries[2 * 3 + 1] = direction;
        entries[2 * 11 + 1] = -direction;
        double[] m = diagonal(entries);
        m[2 * (7 * 16 + 15)] = direction;
        m[2 * (15 * 16 + 7)] = -direction;
        return m;
    }
}
