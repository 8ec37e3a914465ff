/** Jobs: their states, the queues of the machines, and the journal from which both come back after a restart. */
@NullMarked
package org.jaynes.service.job;

import org.jspecify.annotations.NullMarked;
