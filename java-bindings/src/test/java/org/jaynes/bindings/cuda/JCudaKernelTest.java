package org.jaynes.bindings.cuda;

class JCudaKernelTest extends KernelSuite {
    JCudaKernelTest() {
        super(Binding.JCUDA);
    }
}
