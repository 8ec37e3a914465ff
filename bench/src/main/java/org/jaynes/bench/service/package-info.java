/** How long a client of the device service waits. */
@NullMarked
package org.jaynes.bench.service;

import org.jspecify.annotations.NullMarked;
