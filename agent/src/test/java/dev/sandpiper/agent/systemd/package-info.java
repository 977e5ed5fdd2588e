@NullMarked
package dev.sandpiper.agent.systemd;

import org.jspecify.annotations.NullMarked;
