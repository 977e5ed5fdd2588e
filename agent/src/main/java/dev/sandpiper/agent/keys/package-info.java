/** Certificates, keys and secrets from their files, checked as far as that needs neither clock nor network. */
@NullMarked
package dev.sandpiper.agent.keys;

import org.jspecify.annotations.NullMarked;
