/** What a driver is: sensors, actuators, their readings and their faults. */
@NullMarked
package dev.sandpiper.sensors;

import org.jspecify.annotations.NullMarked;
