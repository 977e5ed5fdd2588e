/** What the service manager is told, and when it has to start the agent again. */
@NullMarked
package dev.sandpiper.agent.systemd;

import org.jspecify.annotations.NullMarked;
