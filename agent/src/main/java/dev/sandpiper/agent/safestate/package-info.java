/** Outputs brought to their safe values when the agent no longer can. Loads little: it has to be quick. */
@NullMarked
package dev.sandpiper.agent.safestate;

import org.jspecify.annotations.NullMarked;
