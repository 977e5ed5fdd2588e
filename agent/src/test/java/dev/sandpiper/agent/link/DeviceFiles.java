package dev.sandpiper.agent.link;

import dev.sandpiper.agent.config.BrokerAddress;
import dev.sandpiper.agent.config.TlsConfig;
import dev.sandpiper.agent.loop.Time;
import dev.sandpiper.agent.testing.BrokerDefaults;
import dev.sandpiper.agent.testing.TestCertificates;
import dev.sandpiper.agent.testing.TestCertificates.Issued;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;

/** The files of a device, for a test to change. */
record DeviceFiles(Path ca, Path certificate, Path key, Path password) {
    static DeviceFiles in(Path folder, TestCertificates authority, Issued own) throws IOException {
        return new DeviceFiles(
                Files.copy(authority.ca(), folder.resolve("ca.pem")),
                Files.copy(own.certificate(), folder.resolve("device.pem")),
                Files.copy(own.key(), folder.resolve("device.key"), StandardCopyOption.COPY_ATTRIBUTES),
                mode("rw-------", Files.writeString(folder.resolve("password"), "old\n")));
    }

    static Path mode(String mode, Path file) throws IOException {
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
    }

    static void overwrite(Path file, Path with) throws IOException {
        Files.writeString(file, Files.readString(with));
    }

    void use(Issued other) throws IOException {
        overwrite(certificate, other.certificate());
        overwrite(key, other.key());
    }

    TlsConfig tls() {
        return new TlsConfig(
                Optional.of(ca),
                Optional.of(certificate),
                Optional.of(key),
                Optional.empty(),
                Optional.empty(),
                List.of());
    }

    TlsConfig tlsWithoutCertificate() {
        return new TlsConfig(
                Optional.of(ca), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), List.of());
    }

    Credentials credentials(String url, TlsConfig tls, Time time) {
        var address = new BrokerAddress(url, "broker", 8883, url.startsWith("mqtts"));
        return new Credentials(
                BrokerDefaults.with(List.of(address), BrokerDefaults.KEEP_ALIVE, Optional.of(password), tls), time);
    }
}
