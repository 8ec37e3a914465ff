/** Other people's programs beside Jaynes: a Python environment with fixed versions, and processes that answer requests. */
@NullMarked
package org.jaynes.bench.peers;

import org.jspecify.annotations.NullMarked;
