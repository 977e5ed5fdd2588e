/**
 * From the user's side: agent processes against real mosquitto processes. What is expected comes from the contract; nothing
 * here looks inside the agent.
 */
@NullMarked
package dev.sandpiper.agent.endtoend;

import org.jspecify.annotations.NullMarked;
