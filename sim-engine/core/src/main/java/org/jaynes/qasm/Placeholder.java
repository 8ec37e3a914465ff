package org.jaynes.qasm;

final class Placeholder {
    private Placeholder() {}
}
