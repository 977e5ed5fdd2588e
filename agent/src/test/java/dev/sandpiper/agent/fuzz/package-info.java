/** Input of every kind, found by a fuzzer that watches which code it reaches: docs/decisions/0031-fuzzed-by-jazzer.md. */
@NullMarked
package dev.sandpiper.agent.fuzz;

import org.jspecify.annotations.NullMarked;
