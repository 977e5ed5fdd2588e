package dev.sandpiper.agent.config;

import dev.sandpiper.agent.keys.Certificates;
import dev.sandpiper.agent.keys.Identity;
import dev.sandpiper.agent.keys.KeyFault;
import dev.sandpiper.agent.keys.Secrets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What is in the files of {@code broker}. Looked at only when somebody asks: an agent that starts while two of them are
 * being renewed must measure, and connect as soon as they fit together.
 */
record Contents(Complaints complaints) {
    private static final List<String> FILES = List.of("key_passphrase_file", "key_file", "cert_file", "ca_file");

    private interface Look {
        void at(Path file) throws KeyFault;
    }

    void check(Found file) {
        var broker = file.maybe("broker", Found.class);
        broker.ifPresent(found -> look(found, "password_file", Secrets::line));
        var tls = broker.flatMap(found -> found.maybe("tls", Found.class));
        tls.ifPresent(found -> look(found, "ca_file", Certificates::in));
        tls.ifPresent(found -> look(found, "key_file", key -> identity(found, key)));
    }

    private static void identity(Found tls, Path key) throws KeyFault {
        var certificate = tls.maybe("cert_file", Path.class);
        var passphrase = tls.maybe("key_passphrase_file", Path.class);
        var promised = tls.has("key_passphrase_file") && passphrase.isEmpty();
        if (certificate.isPresent() && !promised) Identity.read(certificate.get(), key, passphrase);
    }

    private void look(Found found, String key, Look look) {
        var file = found.maybe(key, Path.class);
        if (file.isEmpty()) return;
        try {
            look.at(file.get());
        } catch (KeyFault fault) {
            var culprit = culprit(found, fault.file()).orElse(key);
            complaints.add(found.spot(culprit), found.where(culprit), fault.getMessage());
        }
    }

    private static Optional<String> culprit(Found found, Path file) {
        return FILES.stream()
                .filter(key -> found.maybe(key, Path.class).filter(file::equals).isPresent())
                .findFirst();
    }
}
