package dev.sandpiper.sensors.chip;

import dev.sandpiper.sensors.Board;
import dev.sandpiper.sensors.DeviceFault;
import dev.sandpiper.sensors.Identity;
import dev.sandpiper.sensors.Quantity;
import dev.sandpiper.sensors.Reading;
import dev.sandpiper.sensors.Sensor;

/**
 * What BMP280 and BME280 have in common: identity, constants, one conversion at a time, status and data. Source: Bosch
 * BST-BMP280-DS001 rev. 1.23, section 4; BST-BME280-DS002 rev. 1.6, section 5.
 */
abstract class BoschSensor implements Sensor {
    private static final int CALIB = 0x88;
    private static final int ID = 0xD0;
    private static final int STATUS = 0xF3;
    private static final int CTRL_MEAS = 0xF4;
    private static final int CONFIG = 0xF5;
    private static final int DATA = 0xF7;

    private static final int STATUS_MEASURING = 0x08;
    private static final int STATUS_COPYING = 0x01;

    private static final int SLEEP = 0x00;
    /** Temperature ×2, pressure ×16 ("ultra high resolution", BMP280 table 7), forced: one conversion, then sleep. */
    private static final int MEASURE_ONCE = 0b010_101_01;

    /**
     * Filter off, 20 ms stand-by on a BME280. In forced mode the stand-by time means nothing; it is not zero so that a
     * chip which lost its supply for a moment shows it: the register is zero after a reset.
     */
    private static final int OUR_CONFIG = 0b111_000_00;

    private static final int NEVER_MEASURED = 0x80000;

    private final String type;
    private final int expectedId;
    private final Board.I2cPort port;
    private BoschCompensation compensation = BoschCompensation.of(new byte[BoschCompensation.LENGTH]);
    private boolean ready;

    BoschSensor(String type, int expectedId, Board.I2cPort port) {
        this.type = type;
        this.expectedId = expectedId;
        this.port = port;
    }

    static Identity identity(int id) {
        return Identity.named(Identity.byteAt(ID, id));
    }

    /** Reads further constants of the chip. */
    abstract void setUpMore(Board.I2cPort port) throws DeviceFault;

    /** Writes further settings, which take effect with the conversion. */
    abstract void beforeConversion(Board.I2cPort port) throws DeviceFault;

    /** The values of the data registers from 0xF7 on. */
    abstract Reading reading(byte[] data) throws DeviceFault;

    /** How many data registers there are. */
    abstract int dataLength();

    final BoschCompensation compensation() {
        return compensation;
    }

    final void convert() throws DeviceFault {
        var known = ready;
        ready = false;
        if (!known || config() != OUR_CONFIG) setUp();
        beforeConversion(port);
        port.write((byte) CTRL_MEAS, (byte) MEASURE_ONCE);
        ready = true;
    }

    private int config() throws DeviceFault {
        return port.readRegister(CONFIG, 1)[0] & 0xFF;
    }

    private void setUp() throws DeviceFault {
        checkId(port.readRegister(ID, 1)[0] & 0xFF);
        if ((status() & STATUS_COPYING) != 0)
            throw fault("still starting up (status bit im_update is set); it will be tried again");
        // A write to config may be ignored outside of sleep mode (BMP280 section 4.3.5).
        port.write((byte) CTRL_MEAS, (byte) SLEEP);
        port.write((byte) CONFIG, (byte) OUR_CONFIG);
        compensation = BoschCompensation.of(port.readRegister(CALIB, BoschCompensation.LENGTH));
        if (!compensation.plausible())
            throw fault("its calibration at 0x88 reads as zeros; the chip is damaged or not what it says it is");
        setUpMore(port);
    }

    private void checkId(int id) throws DeviceFault {
        if (id == expectedId) return;
        var other = KnownChips.withRegister(ID, id);
        throw fault("chip id is 0x%02x%s, expected 0x%02x; %s"
                .formatted(id, KnownChips.inBrackets(other), expectedId, KnownChips.advice(other)));
    }

    private int status() throws DeviceFault {
        return port.readRegister(STATUS, 1)[0] & 0xFF;
    }

    @Override
    public final Reading read() throws DeviceFault {
        var known = ready;
        ready = false;
        if (!known) throw fault("no conversion was started");
        if ((status() & STATUS_MEASURING) != 0)
            throw fault("the conversion did not end in the longest time of the data sheet");
        var reading = reading(port.readRegister(DATA, dataLength()));
        ready = true;
        return reading;
    }

    /** A 20-bit code at an index of the data: most significant byte first, four bits in the last. */
    final int code(byte[] data, int index, String quantity) throws DeviceFault {
        var code = (data[index] & 0xFF) << 12 | (data[index + 1] & 0xFF) << 4 | (data[index + 2] & 0xFF) >> 4;
        if (code == NEVER_MEASURED) throw notMeasured(quantity, "0x80000");
        return code;
    }

    /** Clipped outside the range of both chips, -40 to +85 °C. */
    final Reading withTemperature(Reading reading, Quantity temperature, double fine) {
        var celsius = BoschCompensation.celsius(fine);
        return reading.with(temperature, celsius).clippedWhen(celsius < -40 || celsius > 85);
    }

    /** Clipped outside the range of both chips, 300 to 1100 hPa. */
    final Reading withPressure(Reading reading, Quantity pressure, int code, double fine) throws DeviceFault {
        var hectopascal = compensation.pascal(code, fine) / 100;
        if (!Double.isFinite(hectopascal)) throw fault("its calibration makes no sense: the pressure is no number");
        return reading.with(pressure, hectopascal).clippedWhen(hectopascal < 300 || hectopascal > 1100);
    }

    final DeviceFault notMeasured(String quantity, String code) {
        return fault("%s was not measured (it reads %s); the chip lost its settings".formatted(quantity, code));
    }

    final DeviceFault fault(String what) {
        return new DeviceFault("%s on %s: %s".formatted(type, port.place(), what));
    }

    @Override
    public final void close() {
        port.close();
    }
}
