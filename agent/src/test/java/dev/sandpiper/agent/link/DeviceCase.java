package dev.sandpiper.agent.link;

import dev.sandpiper.agent.testing.SimulatedTime;
import dev.sandpiper.agent.testing.TestCertificates;
import dev.sandpiper.agent.testing.TestCertificates.Issued;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A device whose authority, certificate, key and password are files of its own, for tests that change them. */
abstract class DeviceCase {
    static final Login.Will WILL = new Login.Will("status", new byte[0], Retain.YES);

    @TempDir
    static Path shared;

    static TestCertificates authority;
    static TestCertificates nextAuthority;
    static Issued first;

    @TempDir
    Path folder;

    final SimulatedTime time = new SimulatedTime();
    DeviceFiles files;
    Credentials credentials;

    @BeforeAll
    static void issue() {
        authority = TestCertificates.in(shared.resolve("authority"));
        nextAuthority = TestCertificates.in(shared.resolve("next-authority"));
        first = authority.forClient("first");
    }

    @BeforeEach
    void theFilesOfADevice() throws IOException {
        files = DeviceFiles.in(folder, authority, first);
        credentials = files.credentials("mqtts://broker", files.tls(), time);
    }

    List<String> problems() {
        return credentials.report().problems();
    }
}
