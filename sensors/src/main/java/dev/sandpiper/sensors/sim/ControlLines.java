package dev.sandpiper.sensors.sim;

import dev.sandpiper.sensors.Bus;
import dev.sandpiper.sensors.sim.Control.BadLine;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * The language of the control file: {@code gpio 17 low}, {@code gpio 17 pulse 450 10/s}, {@code i2c 1 0x76 fail|ok},
 * {@code i2c 1 0x48 0x00 19 10}, {@code w1 28-0000075565ad crc}, and further faults, see docs/configuration.md.
 */
final class ControlLines implements Control.LineTaker {
    private final Pins pins;
    private final Pulses pulses;
    private final Buses buses;
    private final Optional<KernelTree> kernel;

    /** @param kernel empty where a folder stands for its files */
    ControlLines(Pins pins, Pulses pulses, Buses buses, Optional<KernelTree> kernel) {
        this.pins = pins;
        this.pulses = pulses;
        this.buses = buses;
        this.kernel = kernel;
    }

    @Override
    public void take(String line) throws BadLine {
        var words = List.of(line.split("\\s+"));
        switch (words.getFirst()) {
            case "gpio" -> gpio(words);
            case "i2c" -> i2c(words);
            case "w1", "iio", "hwmon" -> kernel(words);
            default -> throw new BadLine("expected gpio, i2c, w1, iio or hwmon");
        }
    }

    private void kernel(List<String> words) throws BadLine {
        if (kernel.isEmpty()) throw new BadLine("the kernel's files are those of the folder `sysfs`");
        kernel.get().control(words);
    }

    private void gpio(List<String> words) throws BadLine {
        if (words.size() < 3) throw new BadLine("expected: gpio PIN high|low, or: gpio PIN pulse [COUNT] [RATE]");
        var pin = number(words.get(1), 27);
        if (words.get(2).equals("pulse")) pulse(pin, words.subList(3, words.size()));
        else if (words.size() > 3) throw new BadLine("expected: gpio PIN high|low");
        else drive(pin, high(words.get(2)));
    }

    private void drive(int pin, boolean high) throws BadLine {
        pulses.end(pin);
        if (!pins.drive(pin, high)) throw isOutput(pin);
    }

    private static BadLine isOutput(int pin) {
        return new BadLine("pin " + pin + " is an output");
    }

    // A rate is recognised by its unit, so that either may be left out.
    private void pulse(int pin, List<String> words) throws BadLine {
        var rates = words.stream().filter(word -> word.endsWith("/s")).toList();
        var counts = words.stream().filter(word -> !word.endsWith("/s")).toList();
        if (words.isEmpty() || rates.size() > 1 || counts.size() > 1)
            throw new BadLine("expected: gpio PIN pulse [COUNT] [RATE], such as 450, 10/s, or both");
        if (pins.isOutput(pin)) throw isOutput(pin);
        var count = counts.isEmpty() ? Pulses.ENDLESS : number(counts.getFirst(), Pulses.MOST);
        if (rates.isEmpty()) pulses.give(pin, count);
        else pulses.begin(pin, count, rate(rates.getFirst()));
    }

    private static double rate(String word) throws BadLine {
        try {
            var rate = Double.parseDouble(word.substring(0, word.length() - "/s".length()));
            if (rate >= Pulses.SLOWEST && rate <= Pulses.FASTEST) return rate;
        } catch (NumberFormatException e) {
            // Told below, like a rate that is too high.
        }
        throw new BadLine("expected a rate from 0.001/s to 10000/s, found " + word);
    }

    private static boolean high(String word) throws BadLine {
        return switch (word) {
            case "high" -> true;
            case "low" -> false;
            default -> throw new BadLine("expected high or low");
        };
    }

    private void i2c(List<String> words) throws BadLine {
        if (words.size() < 3) throw new BadLine("expected: i2c BUS ADDRESS fail|ok, or: i2c BUS ADDRESS POINTER BYTES");
        var bus = bus(words.get(1));
        if (words.size() == 3) wholeBus(bus, words.get(2));
        else chip(bus, number(words.get(2), 0x77), words.subList(3, words.size()));
    }

    private void wholeBus(String bus, String word) throws BadLine {
        switch (word) {
            case "held" -> buses.hold(bus);
            case "ok" -> buses.release(bus);
            default -> throw new BadLine("expected: i2c BUS held|ok, or an address with what happens there");
        }
    }

    private void chip(String bus, int address, List<String> words) throws BadLine {
        var fault = FaultWords.fault(words);
        if (fault.isPresent()) buses.inject(bus, address, fault.get());
        else if (words.equals(List.of("ok"))) buses.heal(bus, address);
        else if (words.equals(List.of("reset"))) buses.reset(bus, address);
        else put(bus, address, words);
    }

    /** A number, or a multiplexer's channel like {@code mux1/3}. */
    private String bus(String word) throws BadLine {
        if (!word.contains("/")) return new Bus.Own(number(word, 255)).toString();
        if (!buses.knows(word)) throw new BadLine("there is no bus " + word);
        return word;
    }

    private void put(String bus, int address, List<String> words) throws BadLine {
        if (words.size() < 2) throw new BadLine("expected ok, reset, a fault, or a pointer with bytes after it");
        var pointer = number(words.getFirst(), 255);
        if (buses.empty(bus, address)) throw new BadLine("nothing is at this address");
        if (!buses.put(bus, address, pointer, bytes(words.subList(1, words.size()))))
            throw new BadLine("what is at this address has no registers");
    }

    static int number(String word, int most) throws BadLine {
        try {
            var number = Integer.decode(word);
            if (number >= 0 && number <= most) return number;
        } catch (NumberFormatException e) {
            // Told below, like a number that is too large.
        }
        throw new BadLine("expected a number from 0 to " + most + ", found " + word);
    }

    private static byte[] bytes(List<String> words) throws BadLine {
        try {
            return HexFormat.of().parseHex(String.join("", words));
        } catch (IllegalArgumentException e) {
            throw new BadLine("expected bytes such as 19 10, found " + String.join(" ", words));
        }
    }
}
