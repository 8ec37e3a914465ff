package org.jaynes.bench;

final class Placeholder {
    private Placeholder() {}
}
