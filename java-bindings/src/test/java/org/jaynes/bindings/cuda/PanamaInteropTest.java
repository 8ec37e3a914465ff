package org.jaynes.bindings.cuda;

class PanamaInteropTest extends InteropSuite {
    PanamaInteropTest() {
        super(Binding.PANAMA);
    }
}
