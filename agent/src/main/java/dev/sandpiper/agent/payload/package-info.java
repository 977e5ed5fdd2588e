/** What a record looks like on its way to the broker, in each format there is. */
@NullMarked
package dev.sandpiper.agent.payload;

import org.jspecify.annotations.NullMarked;
