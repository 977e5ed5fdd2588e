@NullMarked
package dev.sandpiper.agent.safestate;

import org.jspecify.annotations.NullMarked;
