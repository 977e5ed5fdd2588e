@org.jspecify.annotations.NullMarked
package dev.sandpiper.agent.keys;
