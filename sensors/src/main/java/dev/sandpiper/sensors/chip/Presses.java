package dev.sandpiper.sensors.chip;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Queue;

/**
 * Tells presses of a button apart, by the moments at which it was pressed and released: told as soon as it is certain
 * which it is.
 */
final class Presses {
    private final long holding;
    private final long pausing;
    private final Queue<Press> told = new ArrayDeque<>();
    private Stage stage = Stage.UP;
    private long since;

    enum Press {
        PRESS,
        LONG,
        DOUBLE
    }

    private enum Stage {
        UP,
        /** Pressed; may become a long press. */
        DOWN,
        /** Pressed, and told already. */
        TOLD,
        /** Released after a short press; may become a double one. */
        PAUSE
    }

    /**
     * @param holding how long a long press lasts at least; zero: there is none
     * @param pausing how soon after its release the second of a double press begins; zero: there is none
     */
    Presses(Duration holding, Duration pausing) {
        this.holding = holding.toNanos();
        this.pausing = pausing.toNanos();
    }

    /** The button was pressed or released. */
    void changed(boolean pressed, long at) {
        pass(at);
        stage = pressed ? pressed() : released();
        since = at;
    }

    private Stage pressed() {
        if (stage != Stage.PAUSE) return Stage.DOWN;
        told.add(Press.DOUBLE);
        return Stage.TOLD;
    }

    private Stage released() {
        if (stage != Stage.DOWN) return Stage.UP;
        if (pausing > 0) return Stage.PAUSE;
        told.add(Press.PRESS);
        return Stage.UP;
    }

    /** Time has passed: a press may have become a long one, or remained a single one. */
    void pass(long now) {
        var due = dueAt();
        if (due.isEmpty() || now - due.getAsLong() < 0) return;
        told.add(stage == Stage.DOWN ? Press.LONG : Press.PRESS);
        stage = stage == Stage.DOWN ? Stage.TOLD : Stage.UP;
    }

    /** When {@link #pass} will tell something; empty where nothing is to be waited for. */
    OptionalLong dueAt() {
        return switch (stage) {
            case DOWN -> holding > 0 ? OptionalLong.of(since + holding) : OptionalLong.empty();
            case PAUSE -> OptionalLong.of(since + pausing);
            case UP, TOLD -> OptionalLong.empty();
        };
    }

    /** The next press that was not taken yet. */
    Optional<Press> take() {
        return Optional.ofNullable(told.poll());
    }

    boolean isEmpty() {
        return told.isEmpty();
    }
}
