/** The only module of Jaynes that touches native memory and makes foreign calls. */
@SuppressWarnings("module") // the modules that the generated packages are exported to are built after this one
module org.jaynes.bindings {
    requires static transitive org.jspecify;
    requires static transitive jcuda;

    exports org.jaynes.bindings;
    exports org.jaynes.bindings.cpu;
    exports org.jaynes.bindings.cuda;
    exports org.jaynes.bindings.generated.decoder to
            org.jaynes.decoder;
    exports org.jaynes.bindings.generated.launch to
            org.jaynes.sim;
    exports org.jaynes.bindings.generated.ldpc to
            org.jaynes.decoder;
    exports org.jaynes.bindings.generated.photonics to
            org.jaynes.sim;
    exports org.jaynes.bindings.generated.plan to
            org.jaynes.sim,
            org.jaynes.decoder;
}
