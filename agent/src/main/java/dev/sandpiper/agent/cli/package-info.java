/** The command line for people: a class for each subcommand, what they print, and the log. */
@NullMarked
package dev.sandpiper.agent.cli;

import org.jspecify.annotations.NullMarked;
