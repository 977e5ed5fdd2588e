package dev.sandpiper.sensors.chip;

import dev.sandpiper.sensors.DriverType;
import dev.sandpiper.sensors.Identity;
import dev.sandpiper.sensors.Option;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Every I2C chip that is known here: those with a driver, which say themselves how they are told from others, and those
 * people meet that have none.
 */
public final class KnownChips {
    /** Letters whose names begin with a vowel: an MCP9804, a BMP280. */
    private static final String WITH_AN = "aefhilmnorsx";

    private KnownChips() {}

    /**
     * A chip.
     *
     * @param name as in {@code type:}, where it has a driver
     * @param about for people, with its maker
     * @param addresses it can have, the usual one first
     */
    public record Chip(
            String name, String about, List<Long> addresses, Optional<Identity> identity, Optional<DriverType> driver) {

        static Optional<Chip> of(DriverType type) {
            return addresses(type)
                    .map(addresses ->
                            new Chip(type.name(), type.title(), addresses, type.identity(), Optional.of(type)));
        }

        private static Optional<List<Long>> addresses(DriverType type) {
            return type.options().stream()
                    .map(Option::kind)
                    .filter(Option.Kind.Address.class::isInstance)
                    .map(kind -> ((Option.Kind.Address) kind).possible())
                    .findFirst();
        }
    }

    /** Those with one of these drivers, and those without any. */
    public static Stream<Chip> with(List<DriverType> drivers) {
        return Stream.concat(drivers.stream().flatMap(type -> Chip.of(type).stream()), Strangers.ALL.stream());
    }

    /** The chip whose identity says this of the register. */
    static Optional<Chip> withRegister(int pointer, int found) {
        return with(Drivers.ALL)
                .filter(chip -> chip.identity()
                        .filter(marks -> says(marks, pointer, found))
                        .isPresent())
                .findFirst();
    }

    private static boolean says(Identity identity, int pointer, int found) {
        return identity.proof() == Identity.Proof.NAMED
                && identity.marks().stream()
                        .anyMatch(mark -> mark instanceof Identity.Register register
                                && register.pointer() == pointer
                                && (found & register.mask()) == register.value());
    }

    /** {@code  (a bmp280)}, with the blank. */
    static String inBrackets(Optional<Chip> chip) {
        return chip.map(Chip::name)
                .map(name -> " (%s %s)".formatted(WITH_AN.indexOf(name.charAt(0)) < 0 ? "a" : "an", name))
                .orElse("");
    }

    /** What to do where this chip was found in the place of another. */
    static String advice(Optional<Chip> chip) {
        return chip.flatMap(Chip::driver)
                .map(type -> "use type: " + type.name())
                .orElse("check type and address");
    }
}
