package dev.sandpiper.agent.command;

import java.util.Optional;

/** Where outputs leave what the next run has to know of them; for outputs on any lane. */
public interface Past {
    /** Nothing is known, and nothing kept. */
    Past NONE = new Past() {
        @Override
        public String boot() {
            return "";
        }

        @Override
        public Optional<String> recall(String output) {
            return Optional.empty();
        }

        @Override
        public void keepWithNextCommit(String output, String text) {}

        @Override
        public void keepNow(String output, String text) {}
    };

    /** Names the device's present boot: times of another one mean nothing. */
    String boot();

    /** What was kept, by a run before; empty where it cannot be trusted. */
    Optional<String> recall(String output);

    /** Keeps it in the commit that comes next: that of the command it belongs to. */
    void keepWithNextCommit(String output, String text);

    void keepNow(String output, String text);
}
