/** The MQTT session: its state machine, the transport on Paho, topics and payloads. */
@NullMarked
package dev.sandpiper.agent.link;

import org.jspecify.annotations.NullMarked;
