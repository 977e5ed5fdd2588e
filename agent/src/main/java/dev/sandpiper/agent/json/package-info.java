/** JSON as Sandpiper speaks it: flat objects in a fixed order out, strict reading in. */
@NullMarked
package dev.sandpiper.agent.json;

import org.jspecify.annotations.NullMarked;
