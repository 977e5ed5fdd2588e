/** From the device to the record: when a sensor is read, what becomes of its values, what happens when it fails. */
@NullMarked
package dev.sandpiper.agent.measure;

import org.jspecify.annotations.NullMarked;
