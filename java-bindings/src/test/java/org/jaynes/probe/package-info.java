/** Programs that tests start in a second JVM: users of the public API, in a package of their own. */
package org.jaynes.probe;
