/** The only module of Jaynes that touches native memory and makes foreign calls. */
module org.jaynes.bindings {
    requires static transitive org.jspecify;
    requires static jcuda;

    exports org.jaynes.bindings.cpu;
    exports org.jaynes.bindings.cuda;
}
