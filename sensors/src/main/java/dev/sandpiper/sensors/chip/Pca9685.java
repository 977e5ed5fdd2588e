package dev.sandpiper.sensors.chip;

import dev.sandpiper.sensors.Actuator;
import dev.sandpiper.sensors.Board;
import dev.sandpiper.sensors.DeviceFault;
import dev.sandpiper.sensors.DriverType.ActuatorType;
import dev.sandpiper.sensors.Identity;
import dev.sandpiper.sensors.Option;
import dev.sandpiper.sensors.Section;
import dev.sandpiper.sensors.Sheet;
import dev.sandpiper.sensors.Tended;
import dev.sandpiper.sensors.Value;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * One of 16 outputs of an NXP PCA9685, on for a part of each period in steps of 1/4096. All 16 have one frequency, 24 to
 * 1526 Hz, divided from the chip's own oscillator of 25 MHz, which is a few percent off.
 *
 * <p>Source: NXP PCA9685, Rev. 4, 16 April 2015: tables 4 (registers), 5 (MODE1), 7 (outputs), section 7.3.5 (prescaler).
 *
 * <p>Peculiar: the chip sleeps after power-on with every output off, and takes a new frequency asleep only; it also hears
 * address 0x70 until that is switched off, where multiplexers are. What it does survives the agent, so an entry that
 * finds it awake at its frequency writes its own output and nothing else.
 */
public final class Pca9685 implements Tended {
    private static final int CHANNELS = 16;
    private static final int STEPS = 4096;
    private static final double OSCILLATOR = 25e6;
    private static final double POWER_ON_FREQUENCY = 200;

    // Table 4.
    private static final int MODE1 = 0x00;
    private static final int LED0_ON_L = 0x06;
    private static final int REGISTERS_A_LED = 4;
    private static final int PRE_SCALE = 0xFE;

    // Table 5. Neither sub-addresses nor the all-call address are wanted.
    private static final int AUTO_INCREMENT = 0x20;
    private static final int SLEEP = 0x10;
    private static final int HEARS_OTHER_ADDRESSES = 0x0F;

    /** Table 7: bit 4 of the high bytes, on or off without counting. */
    private static final byte FULL = 0x10;

    private static final int ALL_CALL_ADDRESS = 0x70;

    public static final ActuatorType TYPE = ActuatorType.of(
                    "pca9685",
                    "NXP PCA9685: 16 outputs that are on for a part of the time, an entry each",
                    List.of(
                            Option.bus(),
                            Option.address(
                                    0x40,
                                    LongStream.rangeClosed(0x41, 0x77)
                                            .filter(address -> address != ALL_CALL_ADDRESS)
                                            .toArray()),
                            Option.required("channel", new Option.Kind.Channel(channels()), "output of the chip"),
                            Option.optional(
                                            "frequency",
                                            new Option.Kind.Decimal(24, 1526),
                                            POWER_ON_FREQUENCY,
                                            "periods a second, in Hz; the same for all outputs of a chip")
                                    .ofChip(),
                            Option.active()),
                    Fraction.REPERTOIRE,
                    "{ id: lamp, type: pca9685, address: 0x40, channel: 3, frequency: 500, safe: 0 }",
                    Pca9685::open)
            .withSheet(
                    Sheet.i2c(
                                    "NXP PCA9685, Rev. 4, 16 April 2015",
                                    "0 to 1 in 4096 steps, 24 to 1526 Hz, 25 mA down and 10 mA up, 400 mA together",
                                    "VDD",
                                    "2.3 to 5.5 V")
                            .wire(
                                    "A5 to A0",
                                    "0x40 with all on GND; A0 to VDD adds 1, A1 2, A2 4, A3 8, A4 16, A5 32: up to 0x77")
                            .wire("OE", "GND")
                            .wire("V+ of a board", "a supply for servos or lamps of their own, never the Pi's 5 V")
                            .wire("0 to 15", "`channel`")
                            .note(
                                    "0x70 is heard by every PCA9685 until the agent has switched that off, and is where multiplexers are."))
            // Sub-addresses and all-call address after power-on, which nobody changes.
            .toldBy(Identity.asAfterPowerOn(
                    Identity.byteAt(0x02, 0xE2),
                    Identity.byteAt(0x03, 0xE4),
                    Identity.byteAt(0x04, 0xE8),
                    Identity.byteAt(0x05, 0xE0)));

    private final Board.I2cPort port;
    private final int channel;
    private final int prescale;
    private final String active;
    private Value value;

    private Pca9685(Board.I2cPort port, Section section, Value value) {
        this.port = port;
        this.channel = Integer.parseInt(section.text("channel"));
        this.prescale = prescale(section.decimal("frequency"));
        this.active = section.text("active");
        this.value = value;
    }

    private static List<String> channels() {
        return IntStream.range(0, CHANNELS).mapToObj(Integer::toString).toList();
    }

    private static Actuator open(Section section, Board board, Value initial) throws DeviceFault {
        var output = new Pca9685(board.i2c(section), section, initial);
        try {
            output.drive(initial);
        } catch (DeviceFault fault) {
            output.close();
            throw fault;
        }
        return output;
    }

    /** Section 7.3.5, equation 1. */
    static int prescale(double frequency) {
        return Math.clamp(Math.round(OSCILLATOR / (STEPS * frequency)) - 1, 0x03, 0xFF);
    }

    /** Table 7: when it goes on, and when off, low bytes first. An output that goes on and off at once would be off. */
    static byte[] registers(double high) {
        var off = (int) Math.round(high * STEPS);
        if (off <= 0) return new byte[] {0, 0, 0, FULL};
        if (off >= STEPS) return new byte[] {0, FULL, 0, 0};
        return new byte[] {0, 0, (byte) off, (byte) (off >> 8)};
    }

    private byte[] registers(Value wanted) {
        return registers(Fraction.high(wanted, active));
    }

    private void drive(Value wanted) throws DeviceFault {
        var registers = registers(wanted);
        if (awake()) write(registers);
        else wake(registers);
        var found = led();
        if (Arrays.equals(found, registers)) return;
        throw new DeviceFault("output %d of %s does not take its value: found %s, expected %s in its registers"
                .formatted(channel, port.place(), hex(found), hex(registers)));
    }

    private boolean awake() throws DeviceFault {
        var mode = port.readRegister(MODE1, 1)[0];
        return (mode & (AUTO_INCREMENT | SLEEP | HEARS_OTHER_ADDRESSES)) == AUTO_INCREMENT
                && (port.readRegister(PRE_SCALE, 1)[0] & 0xFF) == prescale;
    }

    // The output is written once more awake: that lets outputs go on that were put to sleep while they were running.
    private void wake(byte[] registers) throws DeviceFault {
        port.write((byte) MODE1, (byte) (AUTO_INCREMENT | SLEEP));
        port.write((byte) PRE_SCALE, (byte) prescale);
        write(registers);
        port.write((byte) MODE1, (byte) AUTO_INCREMENT);
        write(registers);
    }

    private int first() {
        return LED0_ON_L + REGISTERS_A_LED * channel;
    }

    // One transfer: the output changes at its end, never half way.
    private void write(byte[] registers) throws DeviceFault {
        port.write((byte) first(), registers[0], registers[1], registers[2], registers[3]);
    }

    private byte[] led() throws DeviceFault {
        return port.readRegister(first(), REGISTERS_A_LED);
    }

    private static String hex(byte[] bytes) {
        return HexFormat.ofDelimiter(" ").formatHex(bytes);
    }

    @Override
    public Value value() {
        return value;
    }

    @Override
    public void set(Value next) throws DeviceFault {
        drive(next);
        value = next;
    }

    @Override
    public Optional<String> tend() throws DeviceFault {
        if (awake() && Arrays.equals(led(), registers(value))) return Optional.empty();
        drive(value);
        return Optional.of("output %d of %s had lost its value and has %s again; check the supply of the chip"
                .formatted(channel, port.place(), value));
    }

    @Override
    public void close() {
        port.close();
    }
}
