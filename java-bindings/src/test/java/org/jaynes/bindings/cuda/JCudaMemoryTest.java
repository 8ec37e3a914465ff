package org.jaynes.bindings.cuda;

class JCudaMemoryTest extends MemorySuite {
    JCudaMemoryTest() {
        super(Binding.JCUDA);
    }
}
