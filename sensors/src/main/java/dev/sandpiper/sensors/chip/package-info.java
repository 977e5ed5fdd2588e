/** The drivers, one file per chip or kind. They never import each other; {@code Drivers} is the one list. */
@NullMarked
package dev.sandpiper.sensors.chip;

import org.jspecify.annotations.NullMarked;
