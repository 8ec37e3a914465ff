package org.jaynes.bindings.cuda;

class PanamaMemoryTest extends MemorySuite {
    PanamaMemoryTest() {
        super(Binding.PANAMA);
    }
}
