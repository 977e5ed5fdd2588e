package dev.sandpiper.agent;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/**
 * Outputs with rules drawn by chance, as a file would have them and as the judge sees them. Drawn from the seed alone,
 * without the agent's own classes: what these make of the file is part of what is tried.
 *
 * @param wire as in the board's trace
 * @param initial {@code off}, {@code on} or {@code last}
 * @param with ids of others it is never on together with, at whichever side that is written
 */
record OutputRules(
        String id,
        String type,
        String wire,
        boolean safeOn,
        String initial,
        Optional<Integer> maxOn,
        Optional<Integer> minOn,
        Optional<Integer> minOff,
        Optional<Integer> linkLoss,
        boolean goesOn,
        Optional<Integer> perMinute,
        Optional<Integer> ramp,
        Optional<double[]> range,
        List<String> with) {

    static final int DEAD_TIME_MILLIS = 700;

    /** On the threads {@code gpio}, {@code i2c-1} and {@code pwm}. */
    private static final List<List<String>> RELAYS = List.of(
            List.of("a", "pin: 5", "gpio 5"),
            List.of("b", "pin: 6", "gpio 6"),
            List.of("c", "pin: expander1/0", "i2c 1 0x20 0"),
            List.of("d", "pin: expander1/1", "i2c 1 0x20 1"));

    static List<OutputRules> draw(Random random) {
        var group = group(random);
        var all = new ArrayList<OutputRules>();
        for (var relay : RELAYS) all.add(relay(relay, group, random));
        all.add(fan(random));
        all.add(valve(random));
        return all;
    }

    /** Never on together. */
    private static List<String> group(Random random) {
        return switch (random.nextInt(4)) {
            case 0 -> List.of("a", "c");
            case 1 -> List.of("a", "b", "d");
            case 2 -> List.of("c", "d");
            default -> List.of();
        };
    }

    private static OutputRules relay(List<String> place, List<String> group, Random random) {
        var id = place.getFirst();
        var with = group.contains(id)
                ? group.stream().filter(other -> !other.equals(id)).toList()
                : List.<String>of();
        var first = group.isEmpty() || group.getFirst().equals(id);
        var initial = List.of("off", "off", "last", first ? "on" : "last").get(random.nextInt(4));
        return new OutputRules(
                id,
                "gpio-output, " + place.get(1),
                place.get(2),
                false,
                initial,
                maybe(random, 4, 40),
                Optional.empty(),
                random.nextInt(3) == 0 ? maybe(random, 2, 8) : Optional.empty(),
                maybe(random, 3, 20),
                (with.isEmpty() || first) && random.nextInt(4) == 0,
                maybe(random, 3, 10),
                Optional.empty(),
                Optional.empty(),
                with);
    }

    private static OutputRules fan(Random random) {
        return new OutputRules(
                "fan",
                "pwm-output, pin: 18",
                "pwm 18",
                false,
                random.nextBoolean() ? "off" : "last",
                maybe(random, 4, 40),
                Optional.empty(),
                Optional.empty(),
                maybe(random, 3, 20),
                false,
                Optional.empty(),
                maybe(random, 1, 8),
                random.nextBoolean() ? Optional.of(new double[] {0.2, 0.8}) : Optional.empty(),
                List.of());
    }

    private static OutputRules valve(Random random) {
        return new OutputRules(
                "valve",
                "gpio-output, pin: 7",
                "gpio 7",
                true,
                random.nextBoolean() ? "on" : "last",
                maybe(random, 4, 40),
                maybe(random, 2, 4),
                Optional.empty(),
                maybe(random, 3, 20),
                true,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                List.of());
    }

    private static Optional<Integer> maybe(Random random, int least, int most) {
        var drawn = random.nextInt(least, most + 1);
        return random.nextBoolean() ? Optional.of(drawn) : Optional.empty();
    }

    boolean numeric() {
        return wire.startsWith("pwm");
    }

    /** On the chip that fails now and then. */
    boolean fails() {
        return wire.startsWith("i2c");
    }

    double safe() {
        return safeOn ? 1 : 0;
    }

    /** The entry of the file; of an interlock one side is enough. */
    String entry() {
        var keys = new ArrayList<String>();
        keys.add("  - { id: %s, type: %s, safe: %s, initial: %s".formatted(id, type, safeOn ? "on" : "off", initial));
        maxOn.ifPresent(seconds -> keys.add("max_on: " + seconds + "s"));
        minOn.ifPresent(seconds -> keys.add("min_on: " + seconds + "s"));
        minOff.ifPresent(seconds -> keys.add("min_off: " + seconds + "s"));
        linkLoss.ifPresent(
                seconds -> keys.add("on_link_loss: { after: %ds, go: %s }".formatted(seconds, goesOn ? "on" : "safe")));
        perMinute.ifPresent(commands -> keys.add("rate_limit: " + commands + "/m"));
        ramp.ifPresent(seconds -> keys.add("ramp: " + seconds + "s"));
        range.ifPresent(numbers -> keys.add("range: [%s, %s]".formatted(numbers[0], numbers[1])));
        var written = with.stream().filter(other -> other.compareTo(id) > 0).toList();
        if (!written.isEmpty()) keys.add("interlock: %s, dead_time: %dms".formatted(written, DEAD_TIME_MILLIS));
        return String.join(", ", keys) + " }\n";
    }
}
