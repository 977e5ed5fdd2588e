package dev.sandpiper.sensors.chip;

import dev.sandpiper.sensors.Board;
import dev.sandpiper.sensors.DeviceFault;
import dev.sandpiper.sensors.DriverType.SensorType;
import dev.sandpiper.sensors.Option;
import dev.sandpiper.sensors.Option.Kind;
import dev.sandpiper.sensors.Quantity;
import dev.sandpiper.sensors.Reading;
import dev.sandpiper.sensors.Section;
import dev.sandpiper.sensors.Sensor;
import dev.sandpiper.sensors.Sheet;
import dev.sandpiper.sensors.Value;
import java.time.Duration;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;

/**
 * Any I2C chip that answers to a fixed question: bytes are written, after a while others are read, and numbers are cut
 * from them. Contract, section 9. What is written and how long the answer takes is in the chip's data sheet.
 *
 * <p>A single byte without {@code wait} is a register's pointer: it is written and answered in one transaction, with a
 * repeated start.
 */
public final class RegisterSensor implements Sensor {
    /** Two bytes and their check sum. */
    private static final int WORD = 3;

    private static final Crc8 SENSIRION = new Crc8(0xFF);
    private static final String BYTES = "([0-9A-Fa-f]{2}( ?[0-9A-Fa-f]{2}){0,63})?";

    public static final SensorType TYPE = new SensorType(
                    "register",
                    "Any I2C chip: bytes written, bytes read, numbers cut from them",
                    List.of(
                            Option.bus(),
                            Option.required("address", new Kind.Address(addresses()), "I2C address"),
                            Option.optional("write", new Kind.Text(BYTES, "24 00"), "", "bytes that ask, in hex"),
                            Option.optional(
                                    "wait",
                                    new Kind.Span(Duration.ZERO, Duration.ofSeconds(10)),
                                    Duration.ZERO,
                                    "how long the chip takes to answer"),
                            Option.required("read", new Kind.Whole(1, 255), "how many bytes to read"),
                            Option.optional(
                                    "crc",
                                    new Kind.Choice(List.of("none", "sensirion")),
                                    "none",
                                    "`sensirion`: each third byte is the check sum of the two before it"),
                            Option.required("values", new Kind.Values(eachValue()), "what the bytes mean")),
                    RegisterSensor::quantities,
                    false,
                    true,
                    "{ id: cellar, type: register, address: 0x48, write: \"00\", read: 2, values: { temperature: { bytes: \"0-1\", as: int16, shift: 4, scale: 0.0625 } } }",
                    RegisterSensor::open)
            .withRules(RegisterSensor::broken)
            .withSheet(Sheet.of("contract, section 9", "")
                    .wire("the chip", "as its data sheet says; I2C is on header pins 3 (SDA) and 5 (SCL)"));

    /** IEEE 754: of a single precision number so many decimal digits are its own. */
    private static final int FLOAT_DIGITS = 7;

    private final Board.I2cPort port;
    private final byte[] question;
    private final Duration wait;
    private final int length;
    private final boolean summed;
    private final List<Part> parts;

    /** What is cut from an answer. */
    private record Part(String name, RawNumber number, double scale, Quantity quantity) {
        static Part of(String name, Section value, boolean summed) {
            return new Part(
                    name, RawNumber.of(value, summed), value.decimal("scale"), RegisterSensor.quantity(name, value));
        }
    }

    private RegisterSensor(Section section, Board.I2cPort port) {
        this.port = port;
        question = HexFormat.of().parseHex(section.text("write").replace(" ", ""));
        wait = section.span("wait");
        length = section.whole("read");
        summed = summed(section);
        parts = section.named("values").entrySet().stream()
                .map(value -> Part.of(value.getKey(), value.getValue(), summed))
                .toList();
    }

    private static List<Option> eachValue() {
        return List.of(
                Option.required(
                        "bytes",
                        new Kind.Text("\\d{1,3}(-\\d{1,3})?", "0-1"),
                        "which of the bytes read, counted from 0, check sums included"),
                Option.optional(
                        "as",
                        new Kind.Choice(RawNumber.NAMES),
                        "unsigned",
                        "how they are a number; `le` has the lowest byte first, `unsigned` takes any count"),
                Option.optional("shift", new Kind.Whole(0, 31), 0L, "bits below the number that mean nothing"),
                Option.optional("scale", new Kind.Decimal(-1e12, 1e12), 1.0, "the value of one step"));
    }

    private static List<Long> addresses() {
        return LongStream.rangeClosed(0x08, 0x77).boxed().toList();
    }

    private static boolean summed(Section section) {
        return section.text("crc").equals("sensirion");
    }

    private static List<Quantity> quantities(Section section) {
        return section.named("values").entrySet().stream()
                .map(value -> quantity(value.getKey(), value.getValue()))
                .toList();
    }

    private static Quantity quantity(String name, Section value) {
        return Quantity.named(name, RawNumber.floats(value) ? Quantity.UNKNOWN_STEP : Math.abs(value.decimal("scale")));
    }

    private static Value value(Quantity quantity, double number) {
        if (quantity.hasStep()) return quantity.of(number);
        var before = number == 0 ? 0 : (int) Math.floor(Math.log10(Math.abs(number)));
        return new Value.Decimal(number, Math.clamp(FLOAT_DIGITS - 1 - before, 1, 9));
    }

    /** What is wrong between the options, by their paths. */
    private static Map<String, String> broken(Section section) {
        var broken = new LinkedHashMap<String, String>();
        if (section.named("values").isEmpty()) broken.put("values", "none, expected at least one; add one");
        if (summed(section) && section.whole("read") % WORD != 0)
            broken.put(
                    "read",
                    "found %d, expected a multiple of 3: two bytes and their check sum; correct it"
                            .formatted(section.whole("read")));
        section.named("values")
                .forEach((name, value) -> RawNumber.of(value, summed(section))
                        .problem(section.whole("read"))
                        .ifPresent(sentence -> broken.put("values." + name + ".bytes", sentence)));
        return broken;
    }

    private static Sensor open(Section section, Board board) throws DeviceFault {
        return new RegisterSensor(section, board.i2c(section));
    }

    private boolean askedInOneTransaction() {
        return question.length == 1 && wait.isZero();
    }

    @Override
    public Duration start() throws DeviceFault {
        if (question.length > 0 && !askedInOneTransaction()) port.write(question);
        return wait;
    }

    @Override
    public Reading read() throws DeviceFault {
        var bytes = askedInOneTransaction() ? port.readRegister(question[0] & 0xFF, length) : port.read(length);
        if (summed) for (var i = 0; i < bytes.length; i += WORD) SENSIRION.word(port, bytes, i);
        var reading = new Reading();
        for (var part : parts) {
            var number = part.number.in(bytes) * part.scale;
            if (!Double.isFinite(number))
                throw new DeviceFault("register on %s: %s is no number: 0x%s"
                        .formatted(port.place(), part.name, HexFormat.of().formatHex(bytes)));
            reading = reading.with(part.name, value(part.quantity, number));
        }
        return reading;
    }

    @Override
    public void close() {
        port.close();
    }
}
