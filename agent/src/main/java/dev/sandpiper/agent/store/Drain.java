package dev.sandpiper.agent.store;

import dev.sandpiper.agent.json.Json;
import dev.sandpiper.agent.loop.Time;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** How fast records come and go, over the last minutes. The store thread notes, any thread may ask. */
final class Drain {
    private static final Duration WINDOW = Duration.ofMinutes(2);
    private static final Duration STEP = Duration.ofSeconds(5);

    private final Time time;
    /** One from before the window, then those in it, oldest first; never changed, only replaced. */
    private volatile List<Sample> samples;

    private record Sample(long nanos, long in, long out) {}

    /**
     * @param in records a second that were added
     * @param out records a second that the broker acknowledged
     * @param over how long that was observed
     */
    record Rate(double in, double out, Duration over) {
        /** Figures with the rate and, where more goes than comes, when all will be gone. */
        Json tell(OutboxReport report) {
            var rates = new Json().put("in", in, 2).put("out", out, 2).put("seconds", over.toSeconds());
            var json = report.json().put("rate", rates);
            if (report.records() == 0) return json.put("drained_in", 0);
            return out > in
                    ? json.put("drained_in", (long) Math.ceil(report.records() / (out - in)))
                    : json.putNull("drained_in");
        }
    }

    Drain(Time time) {
        this.time = time;
        this.samples = List.of(new Sample(time.nanos(), 0, 0));
    }

    /** What was added and acknowledged since the start; to be told while that changes. */
    void note(long in, long out) {
        var now = new Sample(time.nanos(), in, out);
        var kept = new ArrayList<>(samples);
        var last = kept.getLast();
        if (now.nanos - last.nanos > 2 * STEP.toNanos())
            kept.add(new Sample(now.nanos - STEP.toNanos(), last.in, last.out));
        // The last one moves on until it stands a step behind the one before.
        else if (kept.size() > 1 && now.nanos - kept.get(kept.size() - 2).nanos < STEP.toNanos()) kept.removeLast();
        kept.add(now);
        while (kept.size() > 1 && old(kept.get(1))) kept.removeFirst();
        samples = List.copyOf(kept);
    }

    private boolean old(Sample sample) {
        return time.since(sample.nanos).compareTo(WINDOW) >= 0;
    }

    /** As of now. */
    Rate rate() {
        var all = samples;
        var base = all.stream().filter(this::old).reduce((one, later) -> later).orElse(all.getFirst());
        var last = all.getLast();
        var over = time.since(quietUntil(base, all));
        var seconds = Math.max(1, over.toNanos() / 1e9);
        return new Rate((last.in - base.in) / seconds, (last.out - base.out) / seconds, over);
    }

    // Where nothing changed behind the base, it holds for later, too: at most up to the window.
    private long quietUntil(Sample base, List<Sample> all) {
        var next = all.get(Math.min(all.size() - 1, all.indexOf(base) + 1));
        var quiet = next.in == base.in && next.out == base.out;
        return quiet ? Math.max(base.nanos, time.nanos() - WINDOW.toNanos()) : base.nanos;
    }
}
