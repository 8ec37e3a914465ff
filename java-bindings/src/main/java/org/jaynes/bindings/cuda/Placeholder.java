package org.jaynes.bindings.cuda;

final class Placeholder {
    private Placeholder() {}
}
