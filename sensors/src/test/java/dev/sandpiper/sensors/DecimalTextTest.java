package dev.sandpiper.sensors;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Random;
import org.junit.jupiter.api.Test;

class DecimalTextTest {
    @Test
    void aNumberHasTheDecimalsThatAreWorthTelling() {
        assertEquals("21.46", DecimalText.of(21.456, 2));
        assertEquals("21.5", DecimalText.of(21.5, 2));
        assertEquals("21.0", DecimalText.of(21, 0));
        assertEquals("22.0", DecimalText.of(21.6, 0));
        assertEquals("-0.05", DecimalText.of(-0.05, 3));
        assertEquals("0.0", DecimalText.of(-0.004, 2));
        assertEquals("0.0", DecimalText.of(-0.0, 2));
        assertEquals("1013.250000001", DecimalText.of(1013.250000001, 9));
        assertEquals("100000.0", DecimalText.of(1e5, 1));
    }

    /** 1.115 is 1.11499999999999999112 as a double; times 100 it is 111.50000000000001. */
    @Test
    void halfUpIsThatOfTheExactValue() {
        assertEquals("1.11", DecimalText.of(1.115, 2));
        assertEquals("0.13", DecimalText.of(0.125, 2));
        assertEquals("-0.13", DecimalText.of(-0.125, 2));
    }

    @Test
    void howeverItIsReckonedItIsTheSame() {
        var random = new Random(1);
        for (var i = 0; i < 100_000; i++) {
            var decimals = random.nextInt(11);
            var number = some(random, decimals);
            assertEquals(
                    DecimalText.exactly(number, decimals), DecimalText.of(number, decimals), number + ", " + decimals);
        }
    }

    private static double some(Random random, int decimals) {
        var whole = random.nextLong(-1_000_000, 1_000_000);
        return switch (random.nextInt(5)) {
            case 0 -> (whole + 0.5) / Math.pow(10, decimals);
            case 1 -> Math.nextUp((whole + 0.5) / Math.pow(10, decimals));
            case 2 -> whole / Math.pow(10, decimals);
            case 3 -> random.nextGaussian() * Math.pow(10, random.nextInt(40) - 20);
            default -> random.nextGaussian() * 1000;
        };
    }
}
