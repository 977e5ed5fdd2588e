package dev.sandpiper.agent.foreign;

import dev.sandpiper.sensors.Action;
import dev.sandpiper.sensors.Board;
import dev.sandpiper.sensors.DeviceFault;
import dev.sandpiper.sensors.DriverType;
import dev.sandpiper.sensors.DriverType.ActuatorType;
import dev.sandpiper.sensors.DriverType.HubType;
import dev.sandpiper.sensors.DriverType.SensorType;
import dev.sandpiper.sensors.Quantity;
import dev.sandpiper.sensors.Repertoire;
import dev.sandpiper.sensors.Section;
import dev.sandpiper.sensors.Value;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.tinylog.Logger;

/** A foreign type that can be used like one of the product's: whatever it does wrong is a fault of its own device. */
final class Guarded {
    private final ForeignDriver driver;
    private final Duration patience;
    /** By the options of an entry: a driver that hangs while it is opened is not asked to open again. */
    private final Map<Section, Helper> opening = new ConcurrentHashMap<>();

    private Guarded(ForeignDriver driver, Duration patience) {
        this.driver = driver;
        this.patience = patience;
    }

    /** @param patience how long a call of a device may take */
    static DriverType type(DriverType foreign, ForeignDriver driver, Duration patience) throws UnusableDriver {
        new TypeReview(foreign, driver).check();
        var guard = new Guarded(driver, patience);
        return switch (foreign) {
            case SensorType sensor -> guard.sensor(sensor);
            case ActuatorType actuator -> guard.actuator(actuator);
            case HubType _ ->
                throw UnusableDriver.className(
                        "%s.TYPE lends pins or buses, expected a SensorType or an ActuatorType; only these can come from a jar"
                                .formatted(driver.className()));
        };
    }

    private SensorType sensor(SensorType foreign) {
        Function<Section, List<Quantity>> quantities = once("quantities", section -> {
            var all = List.copyOf(given(foreign.quantities().apply(section)));
            QuantityReview.check(all);
            return all;
        });
        var type = new SensorType(
                        foreign.name(),
                        Defects.line(foreign.title()),
                        List.copyOf(foreign.options()),
                        quantities,
                        foreign.retained(),
                        foreign.cyclic(),
                        Defects.line(foreign.example()),
                        (section, board) -> sensor(foreign, quantities, section, board))
                .withRules(once(
                        "rules", section -> Map.copyOf(given(foreign.rules().apply(section)))));
        // A name of its own: it could be that of a lane it does not know.
        return foreign.ownLane().isPresent() ? type.onLane("driver-" + foreign.name()) : type;
    }

    private GuardedSensor sensor(
            SensorType foreign, Function<Section, List<Quantity>> quantities, Section section, Board board)
            throws DeviceFault {
        var helper = helper(section);
        var sensor = opened(section, helper, () -> foreign.opener().open(section, new GuardedBoard(board, helper)));
        var names = quantities.apply(section).stream().map(Quantity::name).toList();
        return new GuardedSensor(sensor, helper, new ReadingReview(names));
    }

    private ActuatorType actuator(ActuatorType foreign) {
        return new ActuatorType(
                foreign.name(),
                Defects.line(foreign.title()),
                List.copyOf(foreign.options()),
                once(
                        "repertoire",
                        section -> repertoire(given(foreign.repertoire().apply(section)))),
                Defects.line(foreign.example()),
                (section, board, initial) -> actuator(foreign, section, board, initial));
    }

    private GuardedActuator actuator(ActuatorType foreign, Section section, Board board, Value initial)
            throws DeviceFault {
        var helper = helper(section);
        var guarded = new GuardedBoard(board, helper);
        return new GuardedActuator(
                opened(section, helper, () -> foreign.opener().open(section, guarded, initial)), helper, initial);
    }

    private Repertoire repertoire(Repertoire foreign) {
        given(foreign.safe());
        return new Repertoire(
                foreign.safe(),
                asked -> action(foreign, asked),
                Defects.line(foreign.accepts()),
                given(foreign.span()));
    }

    private Optional<Action> action(Repertoire foreign, Object asked) {
        try {
            return Helper.once(driver, "actions", () -> foreign.actions().apply(asked));
        } catch (DeviceFault fault) {
            Logger.warn("{}", fault.getMessage());
            return Optional.empty();
        }
    }

    private Helper helper(Section section) {
        return opening.computeIfAbsent(
                section, _ -> new Helper("driver-" + driver.type(), driver.className(), patience));
    }

    private <T extends AutoCloseable> T opened(Section section, Helper helper, Helper.Question<T> open)
            throws DeviceFault {
        try {
            return helper.ask("open", () -> {
                var device = given(open.ask());
                // Nobody waited: it would keep its pin or address for ever.
                if (!helper.awaited()) device.close();
                return device;
            });
        } catch (DeviceFault fault) {
            if (!helper.hangs()) helper.close();
            throw fault;
        } finally {
            if (!helper.hangs()) opening.remove(section);
        }
    }

    /** Asked once for the same options, while the configuration is read: later it cannot fail any more. */
    private <T> Function<Section, T> once(String question, Function<Section, T> foreign) {
        var known = new ConcurrentHashMap<Section, T>();
        return section -> known.computeIfAbsent(section, _ -> {
            try {
                return Helper.once(driver, question, () -> foreign.apply(section));
            } catch (DeviceFault fault) {
                throw new DriverDefect(fault.getMessage());
            }
        });
    }

    static <T> T given(@Nullable T value) {
        return Objects.requireNonNull(value, "it is null");
    }
}
