/** What a configuration wants of the Raspberry Pi it is to run on, and does not find there. */
@NullMarked
package dev.sandpiper.agent.pi;

import org.jspecify.annotations.NullMarked;
