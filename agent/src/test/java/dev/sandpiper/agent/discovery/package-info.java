@NullMarked
package dev.sandpiper.agent.discovery;

import org.jspecify.annotations.NullMarked;
