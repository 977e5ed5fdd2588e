package dev.sandpiper.agent.measure;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * How a sensor is, for {@code health}.
 *
 * @param last when it last answered
 * @param errors how often it did not answer, since the start
 * @param retries how often it had to be asked again at once, since the start
 * @param clipped how many full-scale codes were read, since the start
 * @param rejected how many values were not possible, since the start
 * @param fault what is wrong with it and since when; empty while it answers what can be believed
 * @param every in which cycle it is read at present, where that is not the configuration's
 */
public record SensorReport(
        Optional<Instant> last,
        long errors,
        long retries,
        long clipped,
        long rejected,
        Optional<Fault> fault,
        Optional<Duration> every) {

    /** Of a sensor that is read as the configuration says. */
    public SensorReport(
            Optional<Instant> last, long errors, long retries, long clipped, long rejected, Optional<Fault> fault) {
        this(last, errors, retries, clipped, rejected, fault, Optional.empty());
    }

    /** A fault that goes on. */
    public record Fault(String sentence, Instant since) {}

    static SensorReport unread() {
        return new SensorReport(Optional.empty(), 0, 0, 0, 0, Optional.empty());
    }

    /** @param doubt why it cannot be believed, if so */
    SensorReport answered(Instant now, int clippedMore, long rejected, Optional<String> doubt) {
        return new SensorReport(
                Optional.of(now),
                errors,
                retries,
                clipped + clippedMore,
                rejected,
                doubt.map(sentence -> fault.filter(known -> known.sentence.equals(sentence))
                        .orElseGet(() -> new Fault(sentence, now))),
                every);
    }

    SensorReport retried() {
        return new SensorReport(last, errors, retries + 1, clipped, rejected, fault, every);
    }

    SensorReport failed(Instant now, String sentence) {
        var since = fault.map(Fault::since).orElse(now);
        return new SensorReport(
                last, errors + 1, retries, clipped, rejected, Optional.of(new Fault(sentence, since)), every);
    }

    SensorReport readEvery(Duration cycle) {
        return new SensorReport(last, errors, retries, clipped, rejected, fault, Optional.of(cycle));
    }
}
