@NullMarked
package dev.sandpiper.agent.store;

import org.jspecify.annotations.NullMarked;
