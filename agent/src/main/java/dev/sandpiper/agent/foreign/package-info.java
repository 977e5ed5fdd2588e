/** Drivers outside the product: loaded from their jar, and kept from harming what is not theirs. */
@NullMarked
package dev.sandpiper.agent.foreign;

import org.jspecify.annotations.NullMarked;
