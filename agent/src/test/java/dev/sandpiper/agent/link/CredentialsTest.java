package dev.sandpiper.agent.link;

import static dev.sandpiper.agent.link.DeviceFiles.mode;
import static dev.sandpiper.agent.link.DeviceFiles.overwrite;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sandpiper.agent.config.TlsConfig;
import dev.sandpiper.agent.testing.TestCertificates.Issued;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Files that change under a running agent. */
class CredentialsTest extends DeviceCase {
    static Issued second;

    private Path ca;
    private Path certificate;
    private Path key;
    private Path password;

    @BeforeAll
    static void issueAnother() {
        second = authority.forClient("second");
    }

    @BeforeEach
    void whereTheyAre() {
        ca = files.ca();
        certificate = files.certificate();
        key = files.key();
        password = files.password();
    }

    /** Whether a look at the files, which is due every ten seconds, finds something new. */
    private boolean changedAtTheNextLook() {
        time.pass(Duration.ofSeconds(10));
        return credentials.changed();
    }

    private String shown() throws Credentials.Unusable {
        return shown(credentials.login(WILL));
    }

    private static String shown(Login login) {
        var identity = login.tls().orElseThrow().identity().orElseThrow();
        return identity.chain().getFirst().getSubjectX500Principal().getName();
    }

    private String word() throws Credentials.Unusable {
        return new String(credentials.login(WILL).password().orElseThrow());
    }

    @Test
    void aLoginNeedsNoFilesOnceTheyWereRead() throws Exception {
        credentials.login(WILL);
        for (var file : List.of(ca, certificate, key, password)) Files.delete(file);
        assertFalse(changedAtTheNextLook());
        assertEquals("CN=first", shown());
        assertEquals("old", word());
    }

    @Test
    void theyAreParsedOnceAndAgainOnlyWhenTheyChange() throws Exception {
        var before = credentials.login(WILL).tls().orElseThrow();
        time.pass(Duration.ofDays(1));
        var after = credentials.login(WILL).tls().orElseThrow();
        assertSame(before.authorities(), after.authorities());
        assertSame(before.identity().orElseThrow(), after.identity().orElseThrow());
        overwrite(ca, nextAuthority.ca());
        assertEquals(
                "CN=next-authority",
                credentials
                        .login(WILL)
                        .tls()
                        .orElseThrow()
                        .authorities()
                        .all()
                        .getFirst()
                        .getSubjectX500Principal()
                        .getName());
    }

    @Test
    void theSystemsListIsParsedOnce() throws Exception {
        credentials = files.credentials("mqtts://broker", TlsConfig.NONE, time);
        var before = credentials.login(WILL).tls().orElseThrow();
        assertTrue(before.authorities().all().size() > 20, "the system has authorities");
        assertFalse(changedAtTheNextLook());
        assertSame(
                before.authorities(),
                credentials.login(WILL).tls().orElseThrow().authorities());
    }

    @Test
    void withoutTlsNoneOfItsFilesIsRead() throws Exception {
        Files.delete(ca);
        credentials = files.credentials("mqtt://localhost", files.tls(), time);
        assertEquals(Optional.empty(), credentials.login(WILL).tls());
    }

    @Test
    void aRenewedCertificateIsUsedWithinTenSeconds() throws Exception {
        assertEquals("CN=first", shown());
        files.use(second);
        time.pass(Duration.ofMillis(9_999));
        assertFalse(credentials.changed());
        assertEquals(Duration.ofMillis(1), credentials.untilLook());
        time.pass(Duration.ofMillis(1));
        assertTrue(credentials.changed());
        assertEquals("CN=second", shown());
        assertFalse(credentials.changed());
        assertEquals(List.of(), problems());
    }

    @Test
    void betweenTwoFilesThatBelongTogetherTheFormerStay() throws Exception {
        credentials.login(WILL);
        overwrite(certificate, second.certificate());
        assertFalse(changedAtTheNextLook());
        assertEquals("CN=first", shown());
        assertEquals(
                List.of(key + ": does not belong to the certificate in " + certificate
                        + ", which is for 'CN=second'; put the right two there; this device's certificate as it was"
                        + " before stays in use"),
                problems());
        overwrite(key, second.key());
        assertTrue(changedAtTheNextLook());
        assertEquals("CN=second", shown());
        assertEquals(List.of(), problems());
    }

    @Test
    void whatIsPutBackIsNoChange() throws Exception {
        credentials.login(WILL);
        Files.writeString(certificate, "half");
        assertFalse(changedAtTheNextLook());
        assertEquals(1, problems().size());
        overwrite(certificate, first.certificate());
        assertFalse(changedAtTheNextLook());
        assertEquals(List.of(), problems());
    }

    @Test
    void aFileThatIsWrittenAgainAsItWasIsNoChange() throws Exception {
        credentials.login(WILL);
        for (var file : List.of(ca, certificate, key, password)) {
            overwrite(file, Files.copy(file, folder.resolve("copy"), StandardCopyOption.REPLACE_EXISTING));
            Files.setLastModifiedTime(file, FileTime.from(Instant.EPOCH));
        }
        assertFalse(changedAtTheNextLook());
    }

    @Test
    void aFileMovedIntoPlaceWithTheSameSizeAndTimeIsSeen() throws Exception {
        credentials.login(WILL);
        var next = mode("rw-------", Files.writeString(folder.resolve("next"), "new\n"));
        Files.setLastModifiedTime(next, Files.getLastModifiedTime(password));
        Files.move(next, password, StandardCopyOption.REPLACE_EXISTING);
        assertTrue(changedAtTheNextLook());
        assertEquals("new", word());
    }

    @Test
    void aLinkThatLeadsElsewhereIsSeen() throws Exception {
        var releases = Files.createDirectories(folder.resolve("releases"));
        Files.copy(authority.ca(), releases.resolve("1.pem"));
        Files.copy(nextAuthority.ca(), releases.resolve("2.pem"));
        Files.delete(ca);
        Files.createSymbolicLink(ca, releases.resolve("1.pem"));
        credentials.login(WILL);
        Files.delete(ca);
        Files.createSymbolicLink(ca, releases.resolve("2.pem"));
        assertTrue(changedAtTheNextLook());
    }

    @Test
    void aNewPasswordThatOthersCanReadIsNotUsedUntilTheyCannot() throws Exception {
        credentials.login(WILL);
        Files.writeString(password, "new");
        mode("rw-r--r--", password);
        assertFalse(changedAtTheNextLook());
        assertEquals("old", word());
        assertEquals(
                List.of(password + ": others than its owner can use it (rw-r--r--); chmod 600 " + password
                        + "; the password as it was before stays in use"),
                problems());
        mode("rw-------", password);
        assertTrue(changedAtTheNextLook());
        assertEquals("new", word());
        assertEquals(List.of(), problems());
    }

    @Test
    void aPasswordFileThatIsEmptyForAMomentChangesNothing() throws Exception {
        credentials.login(WILL);
        Files.writeString(password, "");
        assertFalse(changedAtTheNextLook());
        assertEquals("old", word());
        assertEquals(
                List.of(password + ": is empty; write the secret into it, in one line; the password as it was before"
                        + " stays in use"),
                problems());
    }

    @Test
    void aFormerPasswordIsForgotten() throws Exception {
        var former = credentials.login(WILL).password().orElseThrow();
        Files.writeString(password, "new");
        assertTrue(changedAtTheNextLook());
        assertArrayEquals("old".toCharArray(), former, "an attempt has a copy of its own");
        assertEquals("new", word());
    }

    @Test
    void whatCouldNotBeUsedFromTheBeginningIsUsedOnceItCan() throws Exception {
        Files.writeString(key, "");
        var unusable = assertThrows(Credentials.Unusable.class, () -> credentials.login(WILL));
        assertEquals(key + ": has no private key; expected PEM, '-----BEGIN PRIVATE KEY-----'", unusable.getMessage());
        assertEquals(List.of(), problems(), "the link tells it");
        assertFalse(changedAtTheNextLook());
        overwrite(key, first.key());
        assertTrue(changedAtTheNextLook());
        assertEquals("CN=first", shown());
    }
}
