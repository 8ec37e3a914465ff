package org.jaynes.bindings.cpu;

final class Placeholder {
    private Placeholder() {}
}
