@NullMarked
package dev.sandpiper.agent.operator;

import org.jspecify.annotations.NullMarked;
