package dev.sandpiper.agent.operator;

import dev.sandpiper.agent.operator.Row.Style;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** The table on a terminal: drawn at most a few times a second, on a second screen that leaves the first as it was. */
final class Screen implements View {
    /** The second screen, no cursor, no line goes on in the next one. */
    private static final String ENTER = "\u001b[?1049h\u001b[?25l\u001b[?7l";

    private static final String LEAVE = "\u001b[?7h\u001b[?25h\u001b[?1049l";
    private static final String TO_THE_TOP = "\u001b[H";
    private static final String CLEAR_THE_LINE = "\u001b[K";
    private static final String CLEAR_BELOW = "\u001b[J";

    private static final Duration BETWEEN_FRAMES = Duration.ofMillis(250);

    private final PrintStream out;
    private final Supplier<Paper> paper;
    private final Ink ink;
    private final InstantSource clock;
    private final Roster roster = new Roster(new Allowance(Allowance.USUAL));
    private String link = "";
    private Style linkStyle = Style.PLAIN;
    private Instant drawnAt = Instant.EPOCH;
    private String drawn = "";

    Screen(PrintStream out, Supplier<Paper> paper, Ink ink, InstantSource clock) {
        this.out = out;
        this.paper = paper;
        this.ink = ink;
        this.clock = clock;
        out.print(ENTER);
        out.flush();
    }

    @Override
    public void heard(Heard heard, Roster.Age age) {
        roster.hear(heard, age, clock.instant());
    }

    @Override
    public void connecting(String to) {
        if (linkStyle != Style.BAD) tell(Style.WARNING, "connecting to " + to);
    }

    @Override
    public void connected(String to) {
        tell(Style.PLAIN, to);
    }

    @Override
    public void lost(String why) {
        tell(Style.BAD, why);
    }

    @Override
    public void silent(String why) {
        tell(Style.WARNING, why);
    }

    private void tell(Style style, String sentence) {
        link = sentence;
        linkStyle = style;
        draw();
    }

    @Override
    public void tick() {
        var now = clock.instant();
        // A clock that was set back must not stop the picture.
        if (now.isBefore(drawnAt) || now.isAfter(drawnAt.plus(BETWEEN_FRAMES))) draw();
    }

    private void draw() {
        drawnAt = clock.instant();
        var rows = new Picture(roster, paper.get(), drawnAt).rows(new Row().add(linkStyle, Shown.text(link)));
        var frame = rows.stream()
                .map(row -> (ink == Ink.COLOURS ? row.coloured() : row.plain()) + CLEAR_THE_LINE)
                .collect(Collectors.joining("\r\n", TO_THE_TOP, CLEAR_BELOW));
        if (frame.equals(drawn)) return;
        drawn = frame;
        out.print(frame);
        out.flush();
    }

    @Override
    public boolean closed() {
        return out.checkError();
    }

    @Override
    public void close() {
        out.print(LEAVE);
        out.flush();
    }
}
