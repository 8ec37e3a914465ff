package org.jaynes.cli;

final class Placeholder {
    private Placeholder() {}
}
