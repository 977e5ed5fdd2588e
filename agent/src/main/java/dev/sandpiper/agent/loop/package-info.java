/** Threads and time: a {@link dev.sandpiper.agent.loop.Step} does what is due, a {@link dev.sandpiper.agent.loop.Loop} runs it. */
@NullMarked
package dev.sandpiper.agent.loop;

import org.jspecify.annotations.NullMarked;
