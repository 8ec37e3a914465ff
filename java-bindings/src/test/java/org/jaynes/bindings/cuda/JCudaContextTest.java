package org.jaynes.bindings.cuda;

class JCudaContextTest extends ContextSuite {
    JCudaContextTest() {
        super(Binding.JCUDA);
    }
}
