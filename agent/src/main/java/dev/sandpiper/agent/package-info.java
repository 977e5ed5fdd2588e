/** The application: its entry and its wiring. */
@NullMarked
package dev.sandpiper.agent;

import org.jspecify.annotations.NullMarked;
