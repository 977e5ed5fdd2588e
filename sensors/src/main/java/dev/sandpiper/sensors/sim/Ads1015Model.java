package dev.sandpiper.sensors.sim;

import java.util.function.LongSupplier;

/** TI ADS1015 (SBAS473): an ADS1115 that is faster and has 12 bits, the upper ones of the result. */
final class Ads1015Model extends Ads1115Model {
    Ads1015Model(LongSupplier nanos) {
        super(nanos);
    }

    @Override
    int rate(int dr) {
        return new int[] {128, 250, 490, 920, 1600, 2400, 3300, 3300}[dr];
    }

    @Override
    int result(double part) {
        return Math.clamp(Math.round(part * 2048), -2048, 2047) << 4;
    }
}
