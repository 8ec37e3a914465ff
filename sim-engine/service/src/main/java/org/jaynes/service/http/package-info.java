/** The HTTP front: who may ask, which dialect a path belongs to, and how each dialect tells the state of a job. */
@NullMarked
package org.jaynes.service.http;

import org.jspecify.annotations.NullMarked;
