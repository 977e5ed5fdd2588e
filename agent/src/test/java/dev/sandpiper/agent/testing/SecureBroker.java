package dev.sandpiper.agent.testing;

import dev.sandpiper.agent.config.BrokerAddress;
import dev.sandpiper.agent.testing.TestCertificates.Issued;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A broker that is only reached over TLS and with an account; {@code folder} is its own. */
abstract class SecureBroker implements Broker {
    private final TestCertificates certificates;
    final Path folder;
    final Issued server;
    final Accounts accounts;
    final BrokerProcess process;

    /** Not yet running; {@code folder} does not need to exist. */
    SecureBroker(String name, Path folder, TestCertificates certificates, Issued server, Accounts accounts) {
        try {
            this.folder = Files.createDirectories(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        this.certificates = certificates;
        this.server = server;
        this.accounts = accounts;
        this.process = new BrokerProcess(name, folder);
    }

    final Path authority() {
        return certificates.ca();
    }

    @Override
    public void kill() {
        process.kill();
    }

    @Override
    public final BrokerAddress address() {
        return new BrokerAddress("mqtts://127.0.0.1:" + process.port(), "127.0.0.1", process.port(), true);
    }

    @Override
    public final List<String> clientLine(String client, String... options) {
        return accounts.backEndLine(client, process.port(), authority(), options);
    }
}
