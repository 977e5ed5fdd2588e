package dev.sandpiper.sensors.chip;

import dev.sandpiper.sensors.DriverType.MultiplexerType;
import dev.sandpiper.sensors.Option;
import dev.sandpiper.sensors.Sheet;
import java.util.List;

/**
 * TI TCA9548A, a switch from one I2C bus to eight: its channels are buses, {@code bus: mux1/3}. Its one register has a
 * bit for each channel and no pointer in front; a power-on leaves all of them open. PCA9548A and TCA9548 are the same
 * to software.
 *
 * <p>Source: TI TCA9548A, SCPS207F, section 8.5.4 with table 2 (command byte), table 1 (addresses).
 */
public final class Tca9548a {
    private static final int CHANNELS = 8;

    public static final MultiplexerType TYPE = new MultiplexerType(
                    "tca9548a",
                    "TI TCA9548A multiplexer: its channels are buses `mux1/0` to `mux1/7`",
                    List.of(Option.bus(), Option.address(0x70, 0x71, 0x72, 0x73, 0x74, 0x75, 0x76, 0x77)),
                    CHANNELS,
                    Tca9548a::connect,
                    (byte) 0,
                    "{ id: mux1, type: tca9548a, bus: 1, address: 0x70 }")
            .withSheet(Sheet.i2c("TI TCA9548A, SCPS207F", "8 buses", "VCC", "1.65 to 5.5 V")
                    .wire("A2, A1, A0", "0x70 with all on GND; A0 to VCC adds 1, A1 2, A2 4: up to 0x77")
                    .wire("RESET", "VCC, through 10 kΩ; boards have that resistor")
                    .wire(
                            "SD0, SC0 to SD7, SC7",
                            "SDA and SCL of what is on `mux1/0` to `mux1/7`, pulled up on each channel"));

    private Tca9548a() {}

    private static byte connect(int channel) {
        return (byte) (1 << channel);
    }
}
