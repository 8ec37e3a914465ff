/**
 * A server that photonic clients use as a device: {@link org.jaynes.service.DeviceService} listens, its
 * {@linkplain org.jaynes.service.Machine machines} run the jobs one after the other, and a journal on disk keeps them.
 */
@NullMarked
package org.jaynes.service;

import org.jspecify.annotations.NullMarked;
