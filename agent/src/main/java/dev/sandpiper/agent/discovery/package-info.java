/** Home Assistant: what it is told of this device so that everything appears there by itself. */
@NullMarked
package dev.sandpiper.agent.discovery;

import org.jspecify.annotations.NullMarked;
