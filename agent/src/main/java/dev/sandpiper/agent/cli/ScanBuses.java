package dev.sandpiper.agent.cli;

import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Which buses are scanned of those there are. */
record ScanBuses(List<Integer> there) {
    static final int USUAL = 1;

    List<Integer> all() throws Failure {
        if (there.isEmpty()) throw switchedOff();
        return there;
    }

    /** All but those, the usual one first: what is connected is there. */
    List<Integer> without(Set<Integer> others) {
        return there.stream()
                .filter(bus -> !others.contains(bus))
                .sorted(Comparator.comparing(bus -> bus != USUAL))
                .toList();
    }

    List<Integer> only(int bus) throws Failure {
        if (there.contains(bus)) return List.of(bus);
        if (there.isEmpty() || bus == USUAL) throw switchedOff();
        throw Failure.because("there is no I2C bus %d here; there %s"
                .formatted(
                        bus,
                        (there.size() == 1 ? "is " : "are ")
                                + there.stream().map(number -> "i2c-" + number).collect(Collectors.joining(", "))));
    }

    private static Failure switchedOff() {
        return Failure.exactly(
                "I2C is switched off on this Pi: run 'sudo raspi-config nonint do_i2c 0', then scan again");
    }
}
