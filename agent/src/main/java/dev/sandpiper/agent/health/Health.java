package dev.sandpiper.agent.health;

import dev.sandpiper.agent.command.OutputReport;
import dev.sandpiper.agent.config.Durations;
import dev.sandpiper.agent.json.Json;
import dev.sandpiper.agent.link.LinkReport;
import dev.sandpiper.agent.loop.Step;
import dev.sandpiper.agent.loop.Time;
import dev.sandpiper.agent.measure.SensorReport;
import dev.sandpiper.agent.store.Stamps;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;

/** The health message: in its cycle, and when something turned bad or good. */
public final class Health implements Step {
    private static final Duration LOOK = Duration.ofSeconds(1);
    /** Changes told at once; of a chip that fails and recovers all the time not more than six a minute. */
    private static final int NEWS_AT_ONCE = 10;

    private static final Duration NEWS_AFTERWARDS = Duration.ofSeconds(10);

    private final long run;
    private volatile Duration every;
    private volatile Reports reports;
    private final BoardWatch board;
    private final Machine machine = new Machine();
    private final Time time;
    private final Consumer<String> publish;
    private final Allowance news;
    private final long startedAt;
    private List<String> lastProblems = List.of();
    private long dueAt;
    private volatile String process;

    /** @param publish sends the message; called on the health lane */
    public Health(long run, Duration every, Reports reports, BoardWatch board, Time time, Consumer<String> publish) {
        this.run = run;
        this.every = every;
        this.reports = reports;
        this.board = board;
        this.time = time;
        this.publish = publish;
        this.news = new Allowance(NEWS_AT_ONCE, NEWS_AFTERWARDS, time);
        this.startedAt = time.nanos();
        this.dueAt = time.nanos();
        this.process = machine.process().toString();
    }

    @Override
    public Duration run() {
        var due = time.nanos() - dueAt >= 0;
        if (due) board.readAgain();
        var problems = kinds(Problems.in(reports, board.look(), time.wall()));
        if (!due && !(isNews(problems) && news.take())) return LOOK;
        if (due) process = machine.process().toString();
        lastProblems = problems;
        dueAt = time.in(every);
        publish.accept(message());
        return LOOK;
    }

    private boolean isNews(List<String> problems) {
        return !problems.equals(lastProblems);
    }

    /** Tells from now on what another configuration has; on the health lane. */
    public void tells(Reports others, Duration cycle) {
        reports = others;
        every = cycle;
        sendNow();
    }

    /** Has the message sent now: after a connect, when the broker's last one tells of no link, and when somebody asks. */
    public void sendNow() {
        dueAt = time.nanos();
    }

    // The same trouble told with another time is no news.
    private static List<String> kinds(List<String> problems) {
        return problems.stream()
                .map(sentence -> sentence.replaceFirst(" since [-0-9: ]+$", ""))
                .toList();
    }

    /** How the agent is in a sentence; may be asked by any thread. */
    public String status() {
        var now = time.wall();
        return StatusLine.of(reports, Problems.in(reports, board.report(), now), now);
    }

    /** The message as of now; may be asked by any thread. */
    public String message() {
        var now = time.wall();
        var device = board.report();
        var problems = Problems.in(reports, device, now);
        var link = reports.link().get();
        var json = new Json()
                .put("ts", Stamps.text(now))
                .put("run", run)
                .put("ok", problems.isEmpty())
                .put("problems", problems)
                .put("uptime", time.since(startedAt).toSeconds())
                .put("clock", time.synchronised() ? "synchronised" : "unsynchronised")
                .put("clock_source", time.source().text())
                .put("link", link(link))
                .put("outbox", reports.outbox().get().json())
                .put("sensors", each(reports.sensors(), Health::sensor))
                .put("actuators", each(reports.outputs(), Health::output))
                .raw("process", process)
                .put("board", device.json());
        reports.credentials()
                .get()
                .firstExpiry()
                .ifPresent(end ->
                        json.put("certificate_days", Duration.between(now, end).toDays()));
        return json.toString();
    }

    private static <T> Map<String, Json> each(
            Map<String, java.util.function.Supplier<T>> reports, java.util.function.Function<T, Json> shape) {
        var all = new LinkedHashMap<String, Json>();
        reports.forEach((id, report) -> all.put(id, shape.apply(report.get())));
        return all;
    }

    private static Json link(LinkReport link) {
        var json = new Json();
        instant(json, "since", link.since());
        json.put("connects", link.connects());
        instant(json, "last_loss", link.lastLoss());
        json.put("keep_alive", link.keepAliveSeconds());
        if (link.rttMillis() < 0) json.putNull("rtt_ms");
        else json.put("rtt_ms", link.rttMillis());
        link.session()
                .ifPresentOrElse(
                        session -> json.put("session", session.name().toLowerCase(Locale.ROOT)),
                        () -> json.putNull("session"));
        return json.put("sessions_lost", link.sessionsLost());
    }

    private static Json sensor(SensorReport report) {
        var json = new Json().put("ok", report.fault().isEmpty());
        instant(json, "last", report.last());
        json.put("errors", report.errors())
                .put("clipped", report.clipped())
                .put("rejected", report.rejected())
                .put("retries", report.retries());
        report.every().ifPresent(every -> json.put("every", Durations.format(every)));
        report.fault().ifPresent(fault -> json.put("error", fault.sentence()));
        return json;
    }

    private static Json output(OutputReport report) {
        var json = new Json().put("ok", report.fault().isEmpty());
        report.value().ifPresentOrElse(value -> json.put("value", value), () -> json.putNull("value"));
        report.fault().ifPresent(fault -> json.put("error", fault));
        return json;
    }

    private static void instant(Json json, String name, java.util.Optional<Instant> instant) {
        instant.ifPresentOrElse(at -> json.put(name, Stamps.text(at)), () -> json.putNull(name));
    }
}
