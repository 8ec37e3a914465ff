package org.jaynes.decoder;

final class Placeholder {
    private Placeholder() {}
}
