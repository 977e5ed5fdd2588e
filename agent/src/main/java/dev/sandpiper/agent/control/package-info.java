/**
 * How commands typed at the device reach the running agent: a UNIX socket in the outbox's directory, one JSON object
 * in, one out, a line each.
 */
@NullMarked
package dev.sandpiper.agent.control;

import org.jspecify.annotations.NullMarked;
