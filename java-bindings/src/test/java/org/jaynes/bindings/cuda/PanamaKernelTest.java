package org.jaynes.bindings.cuda;

class PanamaKernelTest extends KernelSuite {
    PanamaKernelTest() {
        super(Binding.PANAMA);
    }
}
