package org.jaynes.bindings.cuda;

class JCudaInteropTest extends InteropSuite {
    JCudaInteropTest() {
        super(Binding.JCUDA);
    }
}
