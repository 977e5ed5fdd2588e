@org.jspecify.annotations.NullMarked
package dev.sandpiper.agent.shaping;
