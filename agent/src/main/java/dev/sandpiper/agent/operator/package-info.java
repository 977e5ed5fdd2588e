/** The operator's side, from any machine: a command sent and its reply awaited, devices watched. */
@NullMarked
package dev.sandpiper.agent.operator;

import org.jspecify.annotations.NullMarked;
