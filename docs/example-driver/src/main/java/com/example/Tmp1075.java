package com.example;

import dev.sandpiper.sensors.Board;
import dev.sandpiper.sensors.DeviceFault;
import dev.sandpiper.sensors.DriverType.SensorType;
import dev.sandpiper.sensors.Option;
import dev.sandpiper.sensors.Quantity;
import dev.sandpiper.sensors.Reading;
import dev.sandpiper.sensors.Section;
import dev.sandpiper.sensors.Sensor;
import java.time.Duration;
import java.util.List;

/**
 * Texas Instruments TMP1075, a thermometer: -55 to +125 °C in steps of 0.0625 °C. Data sheet "TMP1075 Temperature Sensor
 * With I2C and SMBus Interface", SBOS854F, June 2024.
 *
 * <p>After power-up its register says 0 °C until the first conversion has ended, so each reading begins one of its own,
 * after which the chip shuts down and does not warm itself.
 */
public final class Tmp1075 implements Sensor {
    private static final Quantity TEMPERATURE = Quantity.temperature(0.0625);

    public static final SensorType TYPE = SensorType.of(
            "example-tmp1075",
            "Texas Instruments TMP1075 thermometer",
            List.of(Option.bus(), Option.address(0x48, 0x49, 0x4A, 0x4B, 0x4C, 0x4D, 0x4E, 0x4F)),
            List.of(TEMPERATURE),
            "{ id: rack, type: example-tmp1075, bus: 1, address: 0x48, every: 10s }",
            Tmp1075::new);

    // Register map: temperature and configuration, 16 bits each.
    private static final int TEMP = 0x00;
    private static final byte CFGR = 0x01;

    // Configuration: bit 15 begins one conversion, bit 8 shuts down; the low byte reads as ones.
    private static final byte ONE_SHOT_AND_SHUTDOWN = (byte) 0x81;
    private static final byte LOW_BYTE = (byte) 0xFF;

    /** The shortest cycle of continuous conversion is 27.5 ms; one conversion is over before. */
    private static final Duration CONVERSION = Duration.ofMillis(28);

    // Data sheet, specifications: operating range.
    private static final double LOWEST = -55;
    private static final double HIGHEST = 125;

    private final Board.I2cPort port;

    private Tmp1075(Section section, Board board) throws DeviceFault {
        port = board.i2c(section);
    }

    @Override
    public Duration start() throws DeviceFault {
        port.write(CFGR, ONE_SHOT_AND_SHUTDOWN, LOW_BYTE);
        return CONVERSION;
    }

    @Override
    public Reading read() throws DeviceFault {
        var bytes = port.readRegister(TEMP, 2);
        var celsius = celsius(bytes[0] << 8 | bytes[1] & 0xff);
        return new Reading().with(TEMPERATURE, celsius).clippedWhen(celsius < LOWEST || celsius > HIGHEST);
    }

    /** Data sheet, table 7-1: twelve bits from the top, two's complement. */
    private static double celsius(int word) {
        return (word >> 4) * 0.0625;
    }

    @Override
    public void close() {
        port.close();
    }
}
