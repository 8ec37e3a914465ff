package org.jaynes.bindings.cuda;

class JCudaFailureTest extends FailureSuite {
    JCudaFailureTest() {
        super(Binding.JCUDA);
    }
}
