/** Looks for what is connected: chips on I2C buses, lines of GPIO chips, devices of the kernel's drivers. Changes nothing. */
@NullMarked
package dev.sandpiper.sensors.scan;

import org.jspecify.annotations.NullMarked;
