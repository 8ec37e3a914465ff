/** Photonic simulators as devices behind HTTP: queues, a journal, and the dialects of ORCA and PCSS. */
module org.jaynes.service {
    requires static transitive org.jspecify;
    requires transitive org.jaynes.sim;
    requires jdk.httpserver;
    requires tools.jackson.core;

    exports org.jaynes.service;
}
