package dev.sandpiper.sensors.chip;

import dev.sandpiper.sensors.Identity;
import dev.sandpiper.sensors.chip.KnownChips.Chip;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Chips without a driver that people meet, so that nobody takes one for another. A line goes when its driver comes.
 *
 * <p>Ids are those that public drivers of these chips compare with (Bosch's own {@code bmp3_defs.h}, the kernel's bmp280).
 * Addresses are the commonly known ones; not each was looked up in a data sheet, so they only make a guess.
 */
final class Strangers {
    private static final int BOSCH_ID = 0xD0;
    private static final int TI_DIE_ID = 0xFF;

    static final List<Chip> ALL = List.of(
            chip("ads7830", "TI ADS7830: voltage, eight inputs", 0x48, 0x49, 0x4A, 0x4B),
            chip("adxl345", "Analog Devices ADXL345: acceleration", 0x53, 0x1D),
            chip("apds9960", "Broadcom APDS-9960: light, gestures", 0x39),
            chip("at24c32", "EEPROM of the 24C series", 0x50, 0x51, 0x52, 0x53, 0x54, 0x55, 0x56, 0x57),
            told("bme680", "Bosch BME680, BME688: air quality", Identity.byteAt(BOSCH_ID, 0x61), 0x76, 0x77),
            told("bmp180", "Bosch BMP180, BMP085: air pressure", Identity.byteAt(BOSCH_ID, 0x55), 0x77),
            told("bmp388", "Bosch BMP388: air pressure", Identity.byteAt(0x00, 0x50), 0x76, 0x77),
            told("bmp390", "Bosch BMP390: air pressure", Identity.byteAt(0x00, 0x60), 0x76, 0x77),
            chip("ccs811", "ScioSense CCS811: air quality", 0x5A, 0x5B),
            chip("ds2482", "Maxim DS2482: 1-Wire master", 0x18, 0x19, 0x1A, 0x1B),
            chip("ds3231", "Maxim DS3231, DS1307: clock", 0x68),
            chip("ht16k33", "Holtek HT16K33: LED display", 0x70, 0x71, 0x72, 0x73, 0x74, 0x75, 0x76, 0x77),
            told("ina260", "TI INA260: current, voltage", Identity.wordAt(TI_DIE_ID, 0x2270), 0x40, 0x41, 0x44, 0x45),
            told("ina3221", "TI INA3221: three currents", Identity.wordAt(TI_DIE_ID, 0x3220), 0x40, 0x41, 0x42, 0x43),
            chip("lis3dh", "ST LIS3DH: acceleration", 0x18, 0x19),
            chip("max17048", "Maxim MAX17048: state of a battery", 0x36),
            told(
                    "mcp9804",
                    "Microchip MCP9804: temperature",
                    Identity.wordAt(0x07, 0xFF00, 0x0200),
                    0x18,
                    0x19,
                    0x1A,
                    0x1B,
                    0x1C,
                    0x1D,
                    0x1E,
                    0x1F),
            chip("mlx90614", "Melexis MLX90614: infrared thermometer", 0x5A),
            chip("mpu6050", "InvenSense MPU-6050: acceleration, rotation", 0x68, 0x69),
            chip("ms5611", "TE MS5611: air pressure", 0x76, 0x77),
            chip("pcf8563", "NXP PCF8563: clock", 0x51),
            chip("qmc5883l", "QST QMC5883L: compass", 0x0D),
            chip("scd30", "Sensirion SCD30: CO2", 0x61),
            chip("scd4x", "Sensirion SCD40, SCD41: CO2", 0x62),
            chip("sgp30", "Sensirion SGP30: air quality", 0x58),
            chip("sgp40", "Sensirion SGP40: air quality", 0x59),
            chip("ssd1306", "Solomon SSD1306: OLED display", 0x3C, 0x3D),
            chip("tsl2561", "ams TSL2561: light", 0x39, 0x29, 0x49),
            chip("tsl2591", "ams TSL2591: light", 0x29),
            chip("veml7700", "Vishay VEML7700: light", 0x10),
            chip("vl53l0x", "ST VL53L0X, VL53L1X: distance", 0x29));

    private Strangers() {}

    private static Chip chip(String name, String about, long... addresses) {
        return new Chip(name, about, list(addresses), Optional.empty(), Optional.empty());
    }

    private static Chip told(String name, String about, Identity.Mark mark, long... addresses) {
        return new Chip(name, about, list(addresses), Optional.of(Identity.named(mark)), Optional.empty());
    }

    private static List<Long> list(long... addresses) {
        return Arrays.stream(addresses).boxed().toList();
    }
}
