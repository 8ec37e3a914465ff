package org.jaynes.statevector;

final class Placeholder {
    private Placeholder() {}
}
