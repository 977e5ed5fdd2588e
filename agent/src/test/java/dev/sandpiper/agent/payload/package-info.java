/** What records look like on the wire. */
@NullMarked
package dev.sandpiper.agent.payload;

import org.jspecify.annotations.NullMarked;
