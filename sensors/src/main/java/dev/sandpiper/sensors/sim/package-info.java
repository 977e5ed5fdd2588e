/** The simulated board: Pi4J providers on models of chips, with faults. Knows the datasheets, but not the drivers. */
@NullMarked
package dev.sandpiper.sensors.sim;

import org.jspecify.annotations.NullMarked;
