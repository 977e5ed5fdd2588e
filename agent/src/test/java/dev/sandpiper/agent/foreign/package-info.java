@NullMarked
package dev.sandpiper.agent.foreign;

import org.jspecify.annotations.NullMarked;
