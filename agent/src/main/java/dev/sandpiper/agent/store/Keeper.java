package dev.sandpiper.agent.store;

import dev.sandpiper.agent.json.Json;
import dev.sandpiper.agent.loop.Step;
import dev.sandpiper.agent.loop.Time;
import java.time.Duration;

/** The outbox's and the journal's share of the store thread: commit, send, tidy up. */
public final class Keeper implements Step {
    private static final Duration TIDY_EVERY = Duration.ofMinutes(10);
    private static final Duration REPORT_EVERY = Duration.ofSeconds(1);

    private final Time time;
    private final Outbox outbox;
    private final Journal journal;
    private final Drain drain;
    private volatile OutboxReport report;
    private long tidyAt;
    private long reportAt;
    private long reported;

    public Keeper(Time time, Outbox outbox, Journal journal) {
        this.time = time;
        this.outbox = outbox;
        this.journal = journal;
        this.drain = new Drain(time);
        this.report = outbox.report();
        this.tidyAt = time.nanos();
        this.reportAt = time.nanos();
    }

    /** The figures, at most a second old; may be asked by any thread. */
    public OutboxReport report() {
        return report;
    }

    /** The same for a person at the device, with how fast it goes on; may be asked by any thread. */
    public Json figures() {
        return drain.rate().tell(report);
    }

    @Override
    public Duration run() {
        if (time.nanos() - tidyAt >= 0) tidy();
        var pause = outbox.run();
        if (time.nanos() - reportAt >= 0) count();
        var settled = outbox.changes() == reported;
        return Step.sooner(pause, settled ? TIDY_EVERY : time.until(reportAt));
    }

    /** A step of its own, behind the one that hands over what is to be sent. */
    public Duration clearUp() {
        return outbox.clearUp();
    }

    private void count() {
        reported = outbox.changes();
        report = outbox.report();
        drain.note(outbox.added(), report.acknowledged());
        reportAt = time.in(REPORT_EVERY);
    }

    private void tidy() {
        journal.forgetOld();
        outbox.releaseOld();
        outbox.giveBack();
        tidyAt = time.in(TIDY_EVERY);
    }
}
