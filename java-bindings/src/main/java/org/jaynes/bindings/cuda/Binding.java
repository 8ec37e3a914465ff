package org.jaynes.bindings.cuda;

/** How Java calls the CUDA driver. Both ways reach the same driver and may be used in one process. */
public enum Binding {
    /** The foreign function interface of Java, with generated bindings of {@code cuda.h}; the default. */
    PANAMA("panama"),
    /** JCuda's {@code JCudaDriver} (JNI), when JCuda is on the class path. */
    JCUDA("jcuda");

    private final String word;

    Binding(String word) {
        this.word = word;
    }

    /** The word for it in settings and output. */
    public String word() {
        return word;
    }
}
