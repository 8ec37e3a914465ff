/** The self-test of an installation: every kernel of a device against the reference, and how fast the device is. */
@NullMarked
package org.jaynes.cli.selftest;

import org.jspecify.annotations.NullMarked;
