/** The control socket, with agents that answer as the test wants. */
@NullMarked
package dev.sandpiper.agent.control;

import org.jspecify.annotations.NullMarked;
