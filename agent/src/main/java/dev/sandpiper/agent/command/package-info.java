/** Commands: parsed, checked, journalled, executed at most once, always answered; and outputs that keep themselves safe. */
@NullMarked
package dev.sandpiper.agent.command;

import org.jspecify.annotations.NullMarked;
