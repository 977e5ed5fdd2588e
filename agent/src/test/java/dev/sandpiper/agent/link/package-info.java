@NullMarked
package dev.sandpiper.agent.link;

import org.jspecify.annotations.NullMarked;
