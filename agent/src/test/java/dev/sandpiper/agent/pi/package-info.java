@NullMarked
package dev.sandpiper.agent.pi;

import org.jspecify.annotations.NullMarked;
