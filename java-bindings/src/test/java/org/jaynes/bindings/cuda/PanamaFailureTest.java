package org.jaynes.bindings.cuda;

class PanamaFailureTest extends FailureSuite {
    PanamaFailureTest() {
        super(Binding.PANAMA);
    }
}
