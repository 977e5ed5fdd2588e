package dev.sandpiper.sensors.sim;

import dev.sandpiper.sensors.sim.Control.BadLine;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * A DS18B20 as the kernel's driver w1_therm shows it: nine bytes of the chip's memory, whether their check sum is right,
 * and the temperature in thousandths of a degree. Source: Maxim DS18B20 19-7487 rev. 6, figures 4 and 9 and table 1; the
 * kernel's Documentation/w1/slaves/w1_therm.rst.
 */
final class W1Model extends KernelModel {
    private static final String WRONG_CHECK_SUM = "crc";
    private static final String POWER_ON = "power-on";

    /** Sixteenths of a degree: 85 °C. */
    private static final int AT_POWER_ON = 0x550;
    /** The byte before the last but one at power-on; later 16 less the last four bits of the temperature. */
    private static final int COUNT_AT_POWER_ON = 0x0C;
    /** X^8 + X^5 + X^4 + 1, lowest bit first. */
    private static final int GENERATOR = 0x8C;

    private Supplier<Integer> sixteenths;

    W1Model(String name, LongSupplier nanos) {
        super(name);
        sixteenths = () -> (int) Math.round(Climate.celsius(nanos.getAsLong()) * 16);
        with("w1_slave", () -> memory(sixteenths.get(), 0x10 - (sixteenths.get() & 0x0F), "YES"));
    }

    @Override
    List<String> faults() {
        return List.of(WRONG_CHECK_SUM, POWER_ON);
    }

    @Override
    String disturbed(String felt, String file, String text) {
        if (!file.equals("w1_slave")) return text;
        return felt.equals(POWER_ON)
                ? memory(AT_POWER_ON, COUNT_AT_POWER_ON, "YES")
                : memory(sixteenths.get() ^ 0x20, 0x10 - (sixteenths.get() & 0x0F), "NO");
    }

    /** Thousandths of a degree alone are what the chip measures from now on. */
    @Override
    void take(List<String> words) throws BadLine {
        if (words.size() != 1 || !words.getFirst().matches("-?[0-9]{1,6}")) {
            super.take(words);
            return;
        }
        var measured = Math.round(Integer.parseInt(words.getFirst()) * 16 / 1000.0);
        if (measured < -55 * 16 || measured > 125 * 16) throw new BadLine("expected -55000 to 125000");
        sixteenths = () -> (int) measured;
    }

    private static String memory(int temperature, int count, String check) {
        var bytes = new int[] {temperature & 0xFF, temperature >> 8 & 0xFF, 0x4B, 0x46, 0x7F, 0xFF, count, 0x10};
        var memory = new StringBuilder();
        for (var each : bytes) memory.append("%02x ".formatted(each));
        var right = checkSum(bytes);
        memory.append("%02x ".formatted(check.equals("YES") ? right : right ^ 0x01));
        // As the kernel does: division in whole numbers.
        return "%1$s: crc=%2$02x %3$s\n%1$st=%4$d\n".formatted(memory, right, check, temperature * 1000 / 16);
    }

    private static int checkSum(int[] bytes) {
        var sum = 0;
        for (var each : bytes) {
            sum ^= each;
            for (var bit = 0; bit < 8; bit++) sum = (sum & 1) == 0 ? sum >> 1 : sum >> 1 ^ GENERATOR;
        }
        return sum;
    }
}
