@NullMarked
package dev.sandpiper.agent.measure;

import org.jspecify.annotations.NullMarked;
