/**
 * The three executors of plans: {@code cuda}, {@code cpu} and {@code reference}. An executor owns a device and makes
 * {@linkplain org.jaynes.execution.StateBuffer states} on it; for the same plan all of them produce the same bits.
 */
@NullMarked
package org.jaynes.execution;

import org.jspecify.annotations.NullMarked;
