/** What the agent says about itself: it gathers everybody's reports into {@code health}, and the device's facts into {@code info}. */
@NullMarked
package dev.sandpiper.agent.health;

import org.jspecify.annotations.NullMarked;
