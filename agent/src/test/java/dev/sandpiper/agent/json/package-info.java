/** JSON in and out. */
@NullMarked
package dev.sandpiper.agent.json;

import org.jspecify.annotations.NullMarked;
