/** A network and a broker on simulated time: bytes, queues, send buffers, sessions, and everything that goes wrong. */
@NullMarked
package dev.sandpiper.agent.network;

import org.jspecify.annotations.NullMarked;
