/** The configuration file: YAML with positions to records, every error of a file at once. */
@NullMarked
package dev.sandpiper.agent.config;

import org.jspecify.annotations.NullMarked;
