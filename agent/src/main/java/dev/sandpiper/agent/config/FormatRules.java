package dev.sandpiper.agent.config;

import dev.sandpiper.agent.payload.Format;
import java.time.Duration;

/** What holds for {@code broker.format} together with other keys. */
record FormatRules(Complaints complaints) {

    void check(Found file) {
        file.maybe("broker", Found.class)
                .ifPresent(broker -> broker.maybe("format", String.class)
                        .map(Format::named)
                        .filter(format -> format != Format.JSON)
                        .ifPresent(format -> check(file, broker, format)));
    }

    private void check(Found file, Found broker, Format format) {
        var discovery = file.maybe("home_assistant", Found.class)
                .flatMap(home -> home.maybe("discovery", Boolean.class))
                .orElse(false);
        if (discovery)
            complain(
                    broker, format, "Home Assistant is told to expect json; leave it out, or home_assistant.discovery");
        var gathers =
                broker.maybe("send_every", Duration.class).orElse(Duration.ZERO).isPositive();
        if (format == Format.SENML) name(file);
        if (format == Format.PLAIN && gathers)
            complain(
                    broker,
                    format,
                    "a plain value does not say when it was, and send_every would delay it; leave one of them out");
    }

    // RFC 8428 section 4.5.1: names begin with a letter or digit, and the device's id begins them here.
    private void name(Found file) {
        file.maybe("device", Found.class)
                .ifPresent(device -> device.maybe("id", String.class)
                        .filter(id -> !Character.isLetterOrDigit(id.charAt(0)))
                        .ifPresent(id -> complaints.add(
                                device.spot("id"),
                                device.where("id"),
                                "found %s, expected a letter or digit first, as names in senml begin; take another id or format"
                                        .formatted(id))));
    }

    private void complain(Found broker, Format format, String what) {
        complaints.add(broker.spot("format"), broker.where("format"), "found %s; %s".formatted(format.word(), what));
    }
}
