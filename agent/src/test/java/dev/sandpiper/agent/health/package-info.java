@NullMarked
package dev.sandpiper.agent.health;

import org.jspecify.annotations.NullMarked;
