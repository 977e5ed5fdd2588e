/** The command line, in this process where that is enough, else as a process of its own. */
@NullMarked
package dev.sandpiper.agent.cli;

import org.jspecify.annotations.NullMarked;
