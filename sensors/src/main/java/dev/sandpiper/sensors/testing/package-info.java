/** For tests of drivers, and for trying one on a computer without pins. */
@NullMarked
package dev.sandpiper.sensors.testing;

import org.jspecify.annotations.NullMarked;
