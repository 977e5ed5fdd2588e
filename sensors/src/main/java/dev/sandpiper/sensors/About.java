package dev.sandpiper.sensors;

import java.util.List;
import java.util.Optional;

/**
 * What every kind of device says of itself, see {@link DriverType}.
 *
 * @param name as in {@code type:}, for example {@code bme280}
 * @param title one line for people: maker, chip, what it does
 * @param example a working line for the configuration file
 * @param sheet for somebody who has the device in the hand; each driver of the product has one
 * @param identity how the chip is told from others at its addresses, where it can be
 */
public record About(
        String name,
        String title,
        List<Option> options,
        String example,
        Optional<Sheet> sheet,
        Optional<Identity> identity) {

    /** Of a device without a page for people, whose chip is told from others by its address only. */
    public About(String name, String title, List<Option> options, String example) {
        this(name, title, options, example, Optional.empty(), Optional.empty());
    }

    About with(Sheet page) {
        return new About(name, title, options, example, Optional.of(page), identity);
    }

    About with(Identity marks) {
        return new About(name, title, options, example, sheet, Optional.of(marks));
    }
}
