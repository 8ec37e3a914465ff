package org.jaynes.bindings.cuda;

class PanamaContextTest extends ContextSuite {
    PanamaContextTest() {
        super(Binding.PANAMA);
    }
}
