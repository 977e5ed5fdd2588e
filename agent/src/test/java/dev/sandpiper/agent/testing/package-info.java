/** Helpers of tests: real brokers, certificates, waiting for what another thread or process does. */
@NullMarked
package dev.sandpiper.agent.testing;

import org.jspecify.annotations.NullMarked;
