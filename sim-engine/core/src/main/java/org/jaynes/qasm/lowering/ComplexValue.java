package org.jaynes.qasm.lowering;

/** A complex constant. */
record ComplexValue(double re, double im) {
    ComplexValue plus(ComplexValue other) {
        return new ComplexValue(re + other.re, im + other.im);
    }

    ComplexValue minus(ComplexValue other) {
        return new ComplexValue(re - other.re, im - other.im);
    }

    ComplexValue times(ComplexValue other) {
        return new ComplexValue(re * other.re - im * other.im, re * other.im + im * other.re);
    }

    ComplexValue over(ComplexValue other) {
        double norm = other.re * other.re + other.im * other.im;
        return new ComplexValue((re * other.re + im * other.im) / norm, (im * other.re - re * other.im) / norm);
    }
}
