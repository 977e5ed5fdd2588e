/**
 * Pins of the kernel's GPIO character device and its I2C buses, spoken to without a library between: Linux 5.10 or later, 64 bits. Knows
 * nothing of drivers.
 */
@NullMarked
package dev.sandpiper.sensors.kernel;

import org.jspecify.annotations.NullMarked;
