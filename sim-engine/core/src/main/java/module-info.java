/** Quantum simulators: circuits, OpenQASM, planning, and state vectors on a GPU, a CPU and in plain Java. */
module org.jaynes.sim {
    requires static transitive org.jspecify;
    requires org.jaynes.bindings;

    exports org.jaynes.circuit;
    exports org.jaynes.execution;
    exports org.jaynes.photonics;
    exports org.jaynes.photonics.fock;
    exports org.jaynes.photonics.gradient;
    exports org.jaynes.photonics.marginal;
    exports org.jaynes.photonics.permanent;
    exports org.jaynes.photonics.sampling;
    exports org.jaynes.photonics.validation;
    exports org.jaynes.plan;
    exports org.jaynes.qasm;
    exports org.jaynes.statevector;
}
