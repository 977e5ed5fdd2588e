package dev.sandpiper.agent.config;

import static dev.sandpiper.agent.config.Key.absent;
import static dev.sandpiper.agent.config.Key.required;
import static dev.sandpiper.agent.config.Key.usual;

import dev.sandpiper.agent.config.Shape.Fields;
import dev.sandpiper.agent.config.Shape.FileName;
import dev.sandpiper.agent.config.Shape.Line;
import dev.sandpiper.agent.config.Shape.ListOf;
import dev.sandpiper.agent.config.Shape.Plain;
import dev.sandpiper.agent.config.Shape.Role;
import dev.sandpiper.agent.config.Shape.Size;
import dev.sandpiper.agent.config.Shape.Use;
import dev.sandpiper.agent.config.Shape.Word;
import dev.sandpiper.agent.payload.Format;
import dev.sandpiper.sensors.DriverType;
import dev.sandpiper.sensors.Option.Kind;
import java.time.Duration;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/** Every key of the file, contract section 6. */
final class Vocabulary {
    private static final long KIB = 1 << 10;
    private static final long MIB = 1 << 20;

    /** In every topic and in the client id: no character with a meaning in either. */
    static final String DEVICE_ID = "[A-Za-z0-9_-]{1,64}";

    private static final Shape NAME = new Line("[^\\x00-\\x1f\\x7f]{1,200}", "text of 1 to 200 characters in one line");

    /** What Paho can write into a packet; it takes every character beyond for a broken one. */
    private static final String BEARABLE = "[ -~\\u00a0-\\ud7ff\\ue000-\\ufdcf]";

    private static final Shape MQTT_NAME =
            new Line(BEARABLE + "{1,200}", "text of 1 to 200 characters in one line, without emoji");

    /** The others are reserved by the I2C specification (UM10204 rev. 7.0, table 4). */
    private static final Shape ANY_ADDRESS = new Plain(
            new Kind.Address(LongStream.rangeClosed(0x08, 0x77).boxed().toList()));

    private static final Shape FLAG = new Plain(new Kind.Flag());
    private static final Shape NUMBER = new Plain(new Kind.Decimal(-1e9, 1e9));
    private static final Shape POSITIVE = new Plain(new Kind.Decimal(1e-6, 1e9));

    /** Fewer than 200 characters: topics stay far below MQTT's 65,535 bytes. */
    private static final Shape PREFIX = new Line(
            "(?!\\$)(?=" + BEARABLE + "{1,200}$)[^/+#\\s\\x00-\\x1f\\x7f]+(/[^/+#\\s\\x00-\\x1f\\x7f]+){0,2}",
            "one to three levels like 'plant/hall-2', without '+', '#', blanks, emoji and empty levels");

    private static final Shape DRIVER_NAME =
            new Line("[a-z][a-z0-9_-]{0,63}", "a name like my-chip: up to 64 of a-z, 0-9, '_' and '-'");

    private static final Shape ID =
            new Line("[a-z][a-z0-9_-]{0,63}", "up to 64 of a-z, 0-9, '_' and '-', beginning with a letter");

    static final Fields DEVICE = fields(
            absent(
                    "id",
                    new Line(DEVICE_ID, "up to 64 of A-Z, a-z, 0-9, '_' and '-'"),
                    "In every topic. Without it the host name; `pi-` and 8 digits of the machine's id where that is `raspberrypi`, `debian` or `localhost`"),
            absent("name", NAME, "For people. Without it the id"),
            usual(
                    "clock",
                    choice("kernel", "trusted"),
                    "kernel",
                    "`trusted`: the clock counts as right without the kernel saying so"),
            usual("clock_wait", span("0s", "1d"), "2m", "How long a record waits for a right clock"));

    static final Fields TLS = fields(
            absent("ca_file", new FileName(Use.READ), "PEM file of whom to trust. Without it the system's list"),
            absent(
                    "cert_file",
                    new FileName(Use.READ),
                    "PEM file of this device's certificate, then the one that issued it, and so on"),
            absent("key_file", new FileName(Use.SECRET), "PEM file of its key, mode 600"),
            absent(
                    "key_passphrase_file",
                    new FileName(Use.SECRET),
                    "One line, mode 600: the pass phrase of an encrypted key"),
            absent(
                    "server_name",
                    new Line("[A-Za-z0-9.:-]{1,253}", "a host name or an address"),
                    "Expected in the broker's certificate. Without it the URL's host"),
            absent(
                    "alpn",
                    new Shape.OneOrMore(new Line("[\\x21-\\x7e]{1,255}", "a protocol name like mqtt")),
                    "Offered in the TLS handshake. Without it `x-amzn-mqtt-ca` on port 443 of AWS, else nothing"));

    static final Fields RECONNECT = fields(
            usual("min", span("100ms", "1d"), "1s", "Shortest pause before another attempt"),
            usual("max", span("100ms", "1d"), "60s", "Longest pause"));

    static final Fields MAX_RATE = fields(
            absent("messages", new Shape.MessageRate(), "Messages of the backlog a second. Without it no ceiling"),
            absent("bytes", new Shape.ByteRate(), "Bytes of the backlog a second. Without it no ceiling"));

    static final Fields BROKER = fields(
            required(
                    "url",
                    new Shape.OneOrMore(new Shape.Url()),
                    "`mqtts://host:port`, or `wss://host:port/path` for a WebSocket, or a list tried in order; `mqtt://` and `ws://` only to this machine. Ports 8883, 443, 1883 and 80 and the path `/mqtt` can be left out"),
            usual(
                    "allow_plaintext",
                    FLAG,
                    "false",
                    "Lets `mqtt://` and `ws://` go to other machines; readings and passwords can be read on the way"),
            usual("client_id", MQTT_NAME, "{device}", "MQTT client id; `{device}` works in every text of `broker`"),
            absent("username", MQTT_NAME, "Without it the agent logs in without name and password"),
            absent(
                    "password_file",
                    new FileName(Use.SECRET),
                    "One line, mode 600. Without it the systemd credential `broker-password` where there is one"),
            absent("tls", TLS, "Certificates"),
            usual("keep_alive", span("5s", "18h12m15s"), "60s", "Longest silence on the connection, whole seconds"),
            absent("reconnect", RECONNECT, "Pauses between attempts, doubled and shuffled from `min` to `max`"),
            usual("prefix", PREFIX, "sandpiper", "First levels of every topic, one to three"),
            usual(
                    "format",
                    new Word(Format.words()),
                    "json",
                    "What readings and states look like: `json`, `senml` or `plain` ([payloads.md](payloads.md))"),
            usual(
                    "send_every",
                    span("0s", "1d"),
                    "0s",
                    "Gathers readings and sends them together; `0s` sends each at once"),
            absent("max_rate", MAX_RATE, "Ceiling for the backlog after an outage"),
            usual("max_packet", new Size(2 * KIB, 16 * MIB), "128KiB", "Largest MQTT packet accepted"));

    static final Fields OUTBOX = fields(
            usual("directory", new FileName(Use.MADE), "/var/lib/sandpiper", "Where what is not delivered is kept"),
            usual("max_size", new Size(MIB, 64 * KIB * MIB), "64MiB", "The most the store takes on disk"),
            usual(
                    "commit_every",
                    span("0s", "1d"),
                    "1s",
                    "What a power cut may cost at most, up to `fresh_for`; `0s` commits every record before it is sent"),
            usual(
                    "when_full",
                    choice("thin", "drop-oldest"),
                    "thin",
                    "What gives way: every other old reading, or the oldest"),
            usual("fresh_for", span("1s", "1d"), "30s", "What is older goes to `history/`"),
            usual("batch", whole(1, 1000), "200", "Records in a history message; `1` sends each alone, unwrapped"));

    static final Fields SIMULATED_DEVICE = fields(
            usual("bus", new Plain(new Kind.Bus()), "1", "I2C bus"),
            required("address", ANY_ADDRESS, "I2C address"),
            absent("chip", NAME, "A sensor type: a model with slowly changing values"),
            absent("registers", new Shape.Registers(), "A register file: runs of bytes by the pointer of their first"),
            absent("replies", new Shape.Replies(), "Bytes to read after these bytes were written"));

    static final Fields BOARD = fields(
            usual(
                    "type",
                    choice("auto", "raspberry-pi", "simulated"),
                    "auto",
                    "Which hardware there is; auto: a Raspberry Pi, where something needs its pins or buses"),
            absent("trace", new FileName(Use.MADE), "Simulated: every change of an output is appended here"),
            absent("control", new FileName(Use.MADE), "Simulated: inputs and faults are read from here"),
            absent("sysfs", new FileName(Use.FOLDER), "Simulated: read in place of `/sys`"),
            absent("i2c", new ListOf(SIMULATED_DEVICE), "Simulated: devices beside the chips of the sensors"));

    /** In the order in which they count. */
    static final Fields VALUE = fields(
            absent(
                    "points",
                    new Shape.Points(),
                    "What the chip says and what is true, twice or more: `[[0.5, 0.0], [98.7, 100.0]]`; a straight line between two of them, and on beyond the outer ones"),
            absent(
                    "polynomial",
                    new Shape.Coefficients(),
                    "In place of `points`: `[a, b, c]` makes a + b·x + c·x² of what the chip says"),
            usual("scale", NUMBER, "1.0", "By which it is multiplied then"),
            usual("offset", NUMBER, "0.0", "Added to what the chip says, in the value's unit"),
            absent("limits", new Shape.FromTo(-1e9, 1e9), "What is possible: a sample outside is rejected"),
            absent(
                    "max_change",
                    POSITIVE,
                    "Most that is possible in a second: a sample that changes faster is rejected"),
            absent(
                    "median",
                    whole(3, 99),
                    "The middle one of so many samples, an odd number; of fewer while there are not so many"),
            absent("average", whole(2, 1000), "The mean of the last so many samples"),
            absent(
                    "exponential",
                    new Plain(new Kind.Decimal(0.001, 1)),
                    "The part that a new sample has in the smoothed value, the former has the rest"),
            absent("deadband", new Plain(new Kind.Decimal(0, 1e9)), "Smaller changes are not published"),
            absent("heartbeat", span("1s", "365d"), "Published after this long although it did not change"),
            absent(
                    "window",
                    span("100ms", "31d"),
                    "In place of single samples, figures about each stretch of this length are published at its end"),
            absent(
                    "aggregate",
                    new Shape.OneOrMore(new Word(Aggregate.words())),
                    "Which figures, as `temperature_mean`. Without it `mean`"));

    private static final List<Key> EVERY_SENSOR = List.of(
            required("id", ID, "In its topic; unique over sensors and actuators, `agent` is reserved"),
            required("type", type("bme280"), "Which chip or kind"),
            absent(
                    "every",
                    span("1ms", "365d"),
                    "Between two readings. Without it 10s, or for `gpio-input` and `button` only at start and on every change"),
            absent(
                    "retain",
                    FLAG,
                    "Whether the broker keeps the last reading. Without it yes for `gpio-input`, else no"),
            usual(
                    "align",
                    FLAG,
                    "false",
                    "Reads, and ends windows, at whole multiples of their length on the calendar, in UTC, once the clock is right"),
            absent(
                    "derive",
                    new Shape.OneOrMore(new Word(Derived.words())),
                    "Values reckoned from those of this sensor"),
            absent(
                    "sea_level",
                    new Plain(new Kind.Decimal(850, 1100)),
                    "Pressure there in hPa, for `altitude`. Without it 1013.25"),
            absent("values", new Shape.Named(VALUE.keys()), "What is done to each value, by its name"));

    static final Fields ON_LINK_LOSS = fields(
            required("after", span("0s", "30d"), "How long the link must be lost"),
            usual("go", new Shape.Setting(), "safe", "Where to: `safe`, or a value of the actuator"));

    private static final List<Key> EVERY_ACTUATOR = List.of(
            required("id", ID, "In its topics; unique over sensors and actuators, `agent` is reserved"),
            required("type", type("gpio-output"), "Which kind"),
            absent(
                    "initial",
                    new Shape.Setting(),
                    "Value at start, or `last`: what it was last told, also by a run before. Without it the same as `safe`"),
            absent(
                    "safe",
                    new Shape.Setting(),
                    "Value when something is wrong. Without it the type's, `off` for `gpio-output`"),
            absent("max_on", span("100ms", "365d"), "How long it may be away from `safe`"),
            absent(
                    "min_on",
                    span("100ms", "30d"),
                    "How long it stays on at least, but for going to `safe`, which is never refused"),
            absent("min_off", span("100ms", "30d"), "How long it stays off at least, also after a start: a compressor"),
            absent("on_link_loss", ON_LINK_LOSS, "What happens when the link is lost for long"),
            absent(
                    "interlock",
                    new ListOf(ID),
                    "Ids of actuators with which it is never on together; counts for both sides"),
            absent(
                    "dead_time",
                    span("0s", "1h"),
                    "How long one of an `interlock` must have been off before another goes on. Without it no time"),
            absent(
                    "rate_limit",
                    new Shape.CommandRate(),
                    "Commands in a second, minute, hour or day, `10/m`: as many at once, then one each time its share has passed. Going to `safe` does not count"),
            absent("range", new Shape.FromTo(-1e9, 1e9), "Numbers it takes, beside `safe`. Not for `gpio-output`"),
            absent(
                    "ramp",
                    span("100ms", "1h"),
                    "How long it takes for all of its numbers; to `safe` it goes at once. Not for `gpio-output`"),
            usual(
                    "late_commands",
                    new Shape.Late(),
                    "30s",
                    "A command without `expires` that waited at the broker is executed if the agent was away for less; `execute` or `refuse`"),
            absent("require", new ListOf(new Word(List.of("id", "expires"))), "What a command must carry"));

    private static final List<Key> EVERY_HUB = List.of(
            required("id", ID, "By which others name it; unique over sensors and actuators, `agent` is reserved"),
            required("type", type("tca9548a"), "Which kind"));

    static final Fields DRIVER = fields(
            required("type", DRIVER_NAME, "As `type` of the entries that use it; the same as in the class"),
            required(
                    "jar",
                    new FileName(Use.MADE),
                    "With the class, and all it needs beside the sensors library; neither the jar nor its folder may be writable by others"),
            required(
                    "class",
                    new Line(
                            "[\\p{L}_$][\\p{L}\\p{N}_$]*(\\.[\\p{L}_$][\\p{L}\\p{N}_$]*)*",
                            "a class like com.example.MyChip"),
                    "Has the driver in its field `TYPE`"));

    static final Fields HOME_ASSISTANT = fields(
            usual(
                    "discovery",
                    FLAG,
                    "false",
                    "Tells Home Assistant of this device and all it has ([home-assistant.md](home-assistant.md))"),
            usual("prefix", PREFIX, "homeassistant", "First levels of its topics"),
            absent(
                    "numbers",
                    new ListOf(ID),
                    "Ids of actuators that appear as numbers instead of lights: a fan or a heater on a PWM pin"));

    static final Fields HEALTH = fields(absent(
            "every",
            span("1s", "1d"),
            "Between two health messages. Without it a minute, or `broker.send_every` where that is longer"));

    static final Word AGENT_COMMAND = new Word(List.of("ping", "read", "health", "interval", "log", "restart"));

    /** Those that change nothing. */
    static final List<String> USUAL_AGENT_COMMANDS = List.of("ping", "read", "health");

    static final Fields FILE = fields(
            absent("device", DEVICE, "Who this device is"),
            required("broker", BROKER, "How the broker is reached"),
            absent("outbox", OUTBOX, "What is kept until the broker has it"),
            absent(
                    "board",
                    BOARD,
                    "Which hardware there is; auto: a Raspberry Pi, where something needs its pins or buses"),
            absent("sensors", new ListOf(new Shape.Device(Role.SENSOR)), "What is read"),
            absent("actuators", new ListOf(new Shape.Device(Role.ACTUATOR)), "What is set"),
            absent("home_assistant", HOME_ASSISTANT, "Home Assistant's discovery"),
            absent("health", HEALTH, "The health message"),
            absent(
                    "agent_commands",
                    new ListOf(AGENT_COMMAND),
                    "What `do` may ask for on `command/agent`. Without it `[ping, read, health]`, which change nothing"),
            absent("drivers", new ListOf(DRIVER), "Drivers outside the product"));

    private Vocabulary() {}

    /** The keys every entry of the list may have. */
    static List<Key> common(Role role) {
        return switch (role) {
            case SENSOR -> EVERY_SENSOR;
            case ACTUATOR -> EVERY_ACTUATOR;
        };
    }

    /** All keys an entry of this type may have. */
    static List<Key> keys(DriverType type) {
        var own = type.options().stream().map(Key::of).toList();
        var names = own.stream().map(Key::name).toList();
        return Stream.concat(common(type).stream().filter(key -> !names.contains(key.name())), own.stream())
                .toList();
    }

    private static List<Key> common(DriverType type) {
        return switch (type) {
            case DriverType.SensorType _ -> EVERY_SENSOR;
            case DriverType.ActuatorType _ -> EVERY_ACTUATOR;
            case DriverType.HubType _ -> EVERY_HUB;
        };
    }

    static Role role(DriverType type) {
        return switch (type) {
            case DriverType.SensorType _ -> Role.SENSOR;
            case DriverType.ActuatorType _, DriverType.HubType _ -> Role.ACTUATOR;
        };
    }

    private static Fields fields(Key... keys) {
        return new Fields(List.of(keys));
    }

    private static Shape type(String like) {
        return new Line("[^\\x00-\\x1f\\x7f]{1,64}", "a type like " + like);
    }

    private static Shape choice(String... words) {
        return new Plain(new Kind.Choice(List.of(words)));
    }

    private static Shape whole(long least, long most) {
        return new Plain(new Kind.Whole(least, most));
    }

    private static Shape span(String least, String most) {
        return new Plain(new Kind.Span(duration(least), duration(most)));
    }

    private static Duration duration(String text) {
        return Durations.parse(text).orElseThrow();
    }
}
