package dev.sandpiper.sensors.chip;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.sandpiper.sensors.Bench;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class Crc8Test {

    /**
     * 0xBEEF: Sensirion SHT3x-DIS data sheet, version 5, table 20. 0x6667 and 0x5EB9: Sensirion SCD4x data sheet, the
     * answer in its example of reading a measurement. 0xDC, 0x683A and 0x4E85: TE HTU21D(F) data sheet, section "CRC
     * checksum". The long ones: answers of an AHT20 that were published with a program to check them
     * (git.nixo.xyz/nixo/hakkoso, crc8_helper.py).
     */
    @ParameterizedTest
    @CsvSource({
        "FF, BE EF, 92",
        "FF, 66 67, A2",
        "FF, 5E B9, 3C",
        "00, DC, 79",
        "00, 68 3A, 7C",
        "00, 4E 85, 6B",
        "FF, 1C B8 F5 A5 9C D0, A3",
        "FF, 1C B9 10 95 9C 53, 70",
        "FF, 1C B9 46 75 9C BD, 21"
    })
    void isTheOneOfTheDatasheets(String initial, String bytes, String sum) {
        var data = Bench.bytes(bytes);
        var crc = new Crc8(Integer.parseInt(initial, 16));
        assertEquals(Integer.parseInt(sum, 16), crc.of(data, 0, data.length));
    }
}
