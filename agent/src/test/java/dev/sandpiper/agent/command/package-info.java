@NullMarked
package dev.sandpiper.agent.command;

import org.jspecify.annotations.NullMarked;
