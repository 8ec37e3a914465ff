package org.jaynes.service.http;

import java.io.IOException;
import org.jaynes.service.request.RefusedException;
import org.jspecify.annotations.Nullable;

/** A set of paths, and what is answered there. */
@FunctionalInterface
interface Dialect {
    /** The answer, or null if the path is none of this dialect. */
    @Nullable
    Answer answer(Call call) throws RefusedException, IOException, InterruptedException;
}
