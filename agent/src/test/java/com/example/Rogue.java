package com.example;

import dev.sandpiper.sensors.Action;
import dev.sandpiper.sensors.Board;
import dev.sandpiper.sensors.DeviceFault;
import dev.sandpiper.sensors.DriverType.ActuatorType;
import dev.sandpiper.sensors.Option;
import dev.sandpiper.sensors.Repertoire;
import dev.sandpiper.sensors.Section;
import dev.sandpiper.sensors.Tended;
import dev.sandpiper.sensors.Value;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;

/** An output that does whatever is wrong. */
public final class Rogue implements Tended {
    /** Lets one that came too late go on. */
    public static final Semaphore GO_ON = new Semaphore(0);

    public static final ActuatorType TYPE = ActuatorType.of(
            "rogue",
            "Whatever is wrong",
            List.of(Option.pin(), Option.optional("makes", new Option.Kind.Text(".*", "late"), "none", "what it does")),
            new Repertoire(new Value.Flag(false), Rogue::action, "on or off"),
            "{ id: rogue, type: rogue, pin: 5 }",
            Rogue::new);

    private final Board.OutputPin pin;
    private final String makes;

    private Rogue(Section section, Board board, Value initial) throws DeviceFault {
        pin = board.output(section.pin("pin"), ((Value.Flag) initial).on());
        makes = section.text("makes");
    }

    private static Optional<Action> action(Object asked) {
        return switch (asked.toString()) {
            case "throw" -> throw new IllegalStateException("what?");
            case "on" -> Optional.of(new Action.Set(new Value.Flag(true)));
            case "off" -> Optional.of(new Action.Set(new Value.Flag(false)));
            default -> Optional.empty();
        };
    }

    @Override
    public Value value() {
        throw new IllegalStateException("no idea");
    }

    @Override
    public void set(Value value) throws DeviceFault {
        var on = ((Value.Flag) value).on();
        if (makes.equals("set-throws") && on) throw new IllegalStateException("stuck");
        if (makes.equals("late") && on) GO_ON.acquireUninterruptibly();
        pin.set(on);
    }

    @Override
    public Optional<String> tend() {
        throw new StackOverflowError();
    }

    @Override
    public void close() {
        pin.close();
    }
}
