package dev.sandpiper.sensors;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** One kind of device: its options, what it measures or takes, and how it is opened. Listed in {@code chip.Drivers}. */
public sealed interface DriverType {

    /** What it says of itself. */
    About about();

    /** As in {@code type:}, for example {@code bme280}. */
    default String name() {
        return about().name();
    }

    /** One line for people: maker, chip, what it does. */
    default String title() {
        return about().title();
    }

    default List<Option> options() {
        return about().options();
    }

    /** A working line for the configuration file. */
    default String example() {
        return about().example();
    }

    /** What docs/hardware.md says of it; each driver of the product has one. */
    default Optional<Sheet> sheet() {
        return about().sheet();
    }

    /** How the chip is told from others at its addresses, where it can be. */
    default Optional<Identity> identity() {
        return about().identity();
    }

    /**
     * The thread its device belongs to: devices of one I2C bus, behind its multiplexers too, share {@code i2c-N}, pins share {@code gpio}, those
     * with hardware PWM {@code pwm}, the rest is {@code local}. A stuck bus then never delays a relay.
     */
    default String lane(Section section) {
        if (has(Option.Kind.Address.class)) return section.bus("bus").root().toString();
        if (has(Option.Kind.PwmPin.class)) return "pwm";
        if (has(Option.Kind.AnyPin.class)) return lane(section.pin("pin"));
        return has(Option.Kind.Pin.class) ? "gpio" : "local";
    }

    private static String lane(Pin pin) {
        return switch (pin) {
            case Pin.Own _ -> "gpio";
            case Pin.Line line -> line.hub().bus().root().toString();
        };
    }

    /** Where the device is, for people: {@code i2c-1 0x76}, {@code pin 17}, or the empty text. */
    default String place(Section section) {
        if (has(Option.Kind.Address.class)) return "%s 0x%02x".formatted(section.bus("bus"), section.whole("address"));
        if (has(Option.Kind.AnyPin.class)) return "pin " + section.pin("pin");
        var pin = has(Option.Kind.Pin.class) || has(Option.Kind.PwmPin.class);
        return pin ? "pin " + section.whole("pin") : "";
    }

    private boolean has(Class<? extends Option.Kind> kind) {
        return options().stream().anyMatch(option -> kind.isInstance(option.kind()));
    }

    /**
     * A kind of sensor.
     *
     * @param quantities what it measures with given options, in the order published
     * @param retained whether the broker keeps the last reading by default (states that rarely change)
     * @param cyclic whether it is read every 10 s by default; otherwise at start and on every change only
     * @param ownLane the thread it belongs to instead of the usual one
     * @param rules what is wrong between options that are right each by itself: sentences by the path of the option,
     *     {@code values.temperature.bytes}
     */
    record SensorType(
            About about,
            Function<Section, List<Quantity>> quantities,
            boolean retained,
            boolean cyclic,
            SensorOpener opener,
            Optional<String> ownLane,
            Function<Section, Map<String, String>> rules)
            implements DriverType {

        /** A sensor on the usual lane, without rules between its options. */
        public SensorType(
                String name,
                String title,
                List<Option> options,
                Function<Section, List<Quantity>> quantities,
                boolean retained,
                boolean cyclic,
                String example,
                SensorOpener opener) {
            this(
                    new About(name, title, options, example),
                    quantities,
                    retained,
                    cyclic,
                    opener,
                    Optional.empty(),
                    _ -> Map.of());
        }

        /** This type on a lane of its own: the kernel may take its time to answer. */
        public SensorType onLane(String lane) {
            return new SensorType(about, quantities, retained, cyclic, opener, Optional.of(lane), rules);
        }

        /** This type with rules that hold between its options. */
        public SensorType withRules(Function<Section, Map<String, String>> broken) {
            return new SensorType(about, quantities, retained, cyclic, opener, ownLane, broken);
        }

        /** This type with its page for people. */
        public SensorType withSheet(Sheet sheet) {
            return said(about.with(sheet));
        }

        /** This type with a way to tell its chip from others. */
        public SensorType toldBy(Identity marks) {
            return said(about.with(marks));
        }

        private SensorType said(About anew) {
            return new SensorType(anew, quantities, retained, cyclic, opener, ownLane, rules);
        }

        @Override
        public String lane(Section section) {
            return ownLane.orElseGet(() -> DriverType.super.lane(section));
        }

        /**
         * Whether it speaks up to tell events: only readings with the value {@link Quantity#EVENT} are published, and each of
         * them is news, also one like the last.
         */
        public boolean tellsEvents(Section section) {
            return !cyclic
                    && quantities.apply(section).stream().map(Quantity::name).anyMatch(Quantity.EVENT::equals);
        }

        /** A sensor that is read in a cycle and always measures the same. */
        public static SensorType of(
                String name,
                String title,
                List<Option> options,
                List<Quantity> quantities,
                String example,
                SensorOpener opener) {
            return new SensorType(name, title, options, section -> quantities, false, true, example, opener);
        }
    }

    /**
     * A kind of actuator.
     *
     * @param repertoire what it can be told, with given options
     */
    record ActuatorType(About about, Function<Section, Repertoire> repertoire, ActuatorOpener opener)
            implements DriverType {

        /** An actuator without a page for people. */
        public ActuatorType(
                String name,
                String title,
                List<Option> options,
                Function<Section, Repertoire> repertoire,
                String example,
                ActuatorOpener opener) {
            this(new About(name, title, options, example), repertoire, opener);
        }

        /** This type with its page for people. */
        public ActuatorType withSheet(Sheet sheet) {
            return new ActuatorType(about.with(sheet), repertoire, opener);
        }

        /** This type with a way to tell its chip from others. */
        public ActuatorType toldBy(Identity marks) {
            return new ActuatorType(about.with(marks), repertoire, opener);
        }

        /** An actuator that takes the same values whatever its options. */
        public static ActuatorType of(
                String name,
                String title,
                List<Option> options,
                Repertoire repertoire,
                String example,
                ActuatorOpener opener) {
            return new ActuatorType(name, title, options, _ -> repertoire, example, opener);
        }
    }

    /** A kind of chip that lends what it has to other entries, see {@link Hub}; it is never read or set itself. */
    sealed interface HubType extends DriverType {

        /** How many it lends, numbered from 0. */
        int lines();
    }

    /**
     * A kind of multiplexer, whose channels are buses.
     *
     * @param connect the byte that connects one channel, and no other
     * @param connectNone the byte that connects none
     */
    record MultiplexerType(About about, int lines, Function<Integer, Byte> connect, byte connectNone)
            implements HubType {

        /** A multiplexer without a page for people. */
        public MultiplexerType(
                String name,
                String title,
                List<Option> options,
                int lines,
                Function<Integer, Byte> connect,
                byte connectNone,
                String example) {
            this(new About(name, title, options, example), lines, connect, connectNone);
        }

        /** This type with its page for people. */
        public MultiplexerType withSheet(Sheet sheet) {
            return new MultiplexerType(about.with(sheet), lines, connect, connectNone);
        }
    }

    /** A kind of expander, whose lines are pins. */
    record ExpanderType(About about, int lines, ExpanderOpener opener) implements HubType {

        /** An expander without a page for people. */
        public ExpanderType(
                String name, String title, List<Option> options, int lines, String example, ExpanderOpener opener) {
            this(new About(name, title, options, example), lines, opener);
        }

        /** This type with its page for people. */
        public ExpanderType withSheet(Sheet sheet) {
            return new ExpanderType(about.with(sheet), lines, opener);
        }

        /** {@code poll}: how often the inputs of an expander are looked at. */
        public static Option poll() {
            return Option.optional(
                    "poll",
                    new Option.Kind.Span(Duration.ofMillis(5), Duration.ofMinutes(1)),
                    Duration.ofMillis(100),
                    "how often its inputs are looked at; shorter pulses are missed");
        }
    }

    /** Opens an expander; nothing is sent yet. */
    @FunctionalInterface
    interface ExpanderOpener {
        ExpanderChip open(Board.I2cPort port);
    }

    /** Opens a sensor: claims the pin or the address, but need not talk to the device yet. */
    @FunctionalInterface
    interface SensorOpener {
        Sensor open(Section section, Board board) throws DeviceFault;
    }

    /** Opens an actuator so that its output has the value {@code initial} from the first moment. */
    @FunctionalInterface
    interface ActuatorOpener {
        Actuator open(Section section, Board board, Value initial) throws DeviceFault;
    }
}
