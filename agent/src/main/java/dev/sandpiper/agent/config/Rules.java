package dev.sandpiper.agent.config;

import dev.sandpiper.sensors.DriverType;
import java.time.Duration;
import java.util.List;

/** What holds between keys, beyond what holds for each alone. Looks only at values that were right. */
record Rules(List<DriverType> drivers, Complaints complaints) {

    void check(Found file) {
        new Hubs(complaints).resolve(file);
        file.maybe("broker", Found.class).ifPresent(this::broker);
        file.maybe("outbox", Found.class).ifPresent(this::outbox);
        file.maybe("board", Found.class).ifPresent(board -> new BoardRules(drivers, complaints).check(board));
        new EntryRules(complaints).check(file);
        new HomeAssistantRules(complaints).check(file);
        new FormatRules(complaints).check(file);
        new Claims(complaints).check(file);
    }

    void broker(Found broker) {
        if (!broker.maybe("allow_plaintext", Boolean.class).orElse(true)) encrypted(broker);
        if (broker.has("password_file") && !broker.has("username"))
            complain(broker, "password_file", "a password without a name; add broker.username");
        broker.maybe("keep_alive", Duration.class)
                .filter(time -> time.toMillisPart() != 0)
                .ifPresent(_ -> complain(broker, "keep_alive", "not whole seconds, which MQTT counts in; round it"));
        broker.maybe("tls", Found.class).ifPresent(this::certificate);
        broker.maybe("reconnect", Found.class).ifPresent(this::reconnect);
    }

    private void encrypted(Found broker) {
        for (var address : broker.list("url", BrokerAddress.class)) {
            if (address.tls() || BrokerUrl.local(address)) continue;
            complain(
                    broker,
                    "url",
                    "%s sends readings and passwords for all to read; use %s://, or set broker.allow_plaintext: true"
                            .formatted(
                                    Item.quoted(address.url()),
                                    address.webSocket().isPresent() ? "wss" : "mqtts"));
        }
    }

    private void certificate(Found tls) {
        together(tls, "cert_file", "key_file", "a certificate without its key");
        together(tls, "key_file", "cert_file", "a key without its certificate");
        together(tls, "key_passphrase_file", "key_file", "a pass phrase without a key");
    }

    private void together(Found tls, String one, String other, String what) {
        if (tls.has(one) && !tls.has(other)) complain(tls, one, what + "; add broker.tls." + other);
    }

    private void reconnect(Found reconnect) {
        var least = reconnect.maybe("min", Duration.class);
        var most = reconnect.maybe("max", Duration.class);
        if (least.isEmpty() || most.isEmpty() || least.get().compareTo(most.get()) <= 0) return;
        var key = reconnect.has("max") ? "max" : "min";
        complain(
                reconnect,
                key,
                "min is %s and max %s, expected min not above max; correct one"
                        .formatted(Durations.format(least.get()), Durations.format(most.get())));
    }

    private void outbox(Found outbox) {
        var commit = outbox.maybe("commit_every", Duration.class);
        var fresh = outbox.maybe("fresh_for", Duration.class);
        if (commit.isEmpty() || fresh.isEmpty() || commit.get().compareTo(fresh.get()) <= 0) return;
        complain(
                outbox,
                outbox.has("commit_every") ? "commit_every" : "fresh_for",
                "commit_every is %s and fresh_for %s, expected commit_every not above fresh_for; correct one"
                        .formatted(Durations.format(commit.get()), Durations.format(fresh.get())));
    }

    private void complain(Found found, String key, String what) {
        complaints.add(found.spot(key), found.where(key), what);
    }
}
