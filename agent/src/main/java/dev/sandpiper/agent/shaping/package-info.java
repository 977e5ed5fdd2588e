/** What happens to values between the chip and the record: calibrated, judged, smoothed, derived, aggregated, left out. */
@NullMarked
package dev.sandpiper.agent.shaping;

import org.jspecify.annotations.NullMarked;
