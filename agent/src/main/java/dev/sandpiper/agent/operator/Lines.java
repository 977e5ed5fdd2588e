package dev.sandpiper.agent.operator;

import dev.sandpiper.agent.store.Stamps;
import java.io.PrintStream;
import java.time.InstantSource;
import java.util.function.Consumer;

/** A line for each message, for pipes and files. */
final class Lines implements View {
    private final PrintStream out;
    private final Consumer<String> telling;
    private final InstantSource clock;
    private final PlainLines lines = new PlainLines();
    private String told = "";

    /** @param telling hears of the connection, which is no result */
    Lines(PrintStream out, Consumer<String> telling, InstantSource clock) {
        this.out = out;
        this.telling = telling;
        this.clock = clock;
    }

    @Override
    public void heard(Heard heard, Roster.Age age) {
        out.println(lines.line(heard, Stamps.text(clock.instant())));
    }

    @Override
    public void connecting(String to) {}

    @Override
    public void connected(String to) {
        told = "";
        telling.accept("connected to " + to);
    }

    // Once: the next hundred attempts find the same.
    @Override
    public void lost(String why) {
        if (!why.equals(told)) telling.accept(why + "; trying again");
        told = why;
    }

    @Override
    public void silent(String why) {
        telling.accept(why);
    }

    @Override
    public void tick() {}

    @Override
    public boolean closed() {
        return out.checkError();
    }

    @Override
    public void close() {}
}
