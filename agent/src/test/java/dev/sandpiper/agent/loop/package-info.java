@NullMarked
package dev.sandpiper.agent.loop;

import org.jspecify.annotations.NullMarked;
