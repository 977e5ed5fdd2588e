package dev.sandpiper.agent.link;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sandpiper.agent.config.BrokerAddress;
import dev.sandpiper.agent.config.BrokerConfig;
import dev.sandpiper.agent.config.TlsConfig;
import dev.sandpiper.agent.testing.SimulatedTime;
import dev.sandpiper.agent.testing.TestCertificates;
import dev.sandpiper.agent.testing.TestCertificates.Issued;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that change under a running agent, and certificates that end. */
class CredentialsTest {
    private static final Login.Will WILL = new Login.Will("status", new byte[0]);

    @TempDir
    static Path shared;

    static TestCertificates authority;
    static TestCertificates nextAuthority;
    static Issued first;
    static Issued second;

    @TempDir
    Path folder;

    private final SimulatedTime time = new SimulatedTime();
    private Path ca;
    private Path certificate;
    private Path key;
    private Path password;
    private Credentials credentials;

    @BeforeAll
    static void issue() {
        authority = TestCertificates.in(shared.resolve("authority"));
        nextAuthority = TestCertificates.in(shared.resolve("next-authority"));
        first = authority.forClient("first");
        second = authority.forClient("second");
    }

    @BeforeEach
    void theFilesOfADevice() throws IOException {
        ca = Files.copy(authority.ca(), folder.resolve("ca.pem"));
        certificate = Files.copy(first.certificate(), folder.resolve("device.pem"));
        key = Files.copy(first.key(), folder.resolve("device.key"), StandardCopyOption.COPY_ATTRIBUTES);
        password = mode("rw-------", Files.writeString(folder.resolve("password"), "old\n"));
        credentials = credentials("mqtts://broker", tls());
    }

    private static Path mode(String mode, Path file) throws IOException {
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
    }

    private TlsConfig tls() {
        return new TlsConfig(
                Optional.of(ca),
                Optional.of(certificate),
                Optional.of(key),
                Optional.empty(),
                Optional.empty(),
                List.of());
    }

    private Credentials credentials(String url, TlsConfig tls) {
        return new Credentials(
                new BrokerConfig(
                        List.of(new BrokerAddress(url, "broker", 8883, url.startsWith("mqtts"))),
                        "device",
                        Optional.of("device"),
                        Optional.of(password),
                        tls,
                        Duration.ofSeconds(60),
                        Duration.ofSeconds(1),
                        Duration.ofSeconds(60),
                        "sandpiper",
                        Duration.ZERO,
                        OptionalDouble.empty(),
                        OptionalLong.empty(),
                        131_072),
                time);
    }

    private static void overwrite(Path file, Path with) throws IOException {
        Files.writeString(file, Files.readString(with));
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

    private List<String> problems() {
        return credentials.report().problems();
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
        credentials = credentials("mqtts://broker", TlsConfig.NONE);
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
        credentials = credentials("mqtt://localhost", tls());
        assertEquals(Optional.empty(), credentials.login(WILL).tls());
    }

    @Test
    void aRenewedCertificateIsUsedWithinTenSeconds() throws Exception {
        assertEquals("CN=first", shown());
        overwrite(certificate, second.certificate());
        overwrite(key, second.key());
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

    @Test
    void theEndOfItsOwnCertificateIsToldFromThirtyDaysAheadWithoutAConnection() throws Exception {
        useCertificateUntil(time.wall().plus(Duration.ofDays(30)).plusSeconds(3600));
        credentials.login(WILL);
        assertEquals(List.of(), problems());
        pass(Duration.ofHours(1));
        assertEquals(
                List.of("the certificate %s expires in 30 days, on 2026-12-23; renew it".formatted(certificate)),
                problems());
        pass(Duration.ofDays(29));
        assertEquals(
                List.of("the certificate %s expires in 1 day, on 2026-12-23; renew it".formatted(certificate)),
                problems());
        pass(Duration.ofHours(12));
        assertEquals(
                List.of("the certificate %s expires in less than a day, on 2026-12-23; renew it"
                        .formatted(certificate)),
                problems());
        pass(Duration.ofDays(1));
        assertEquals(List.of("the certificate %s expired on 2026-12-23; renew it".formatted(certificate)), problems());
        overwrite(certificate, first.certificate());
        overwrite(key, first.key());
        pass(Duration.ofSeconds(10));
        assertEquals(List.of(), problems());
    }

    private void useCertificateUntil(Instant end) throws IOException {
        var ending = authority.issue("ending-" + end.getEpochSecond(), "DNS:device", SimulatedTime.START, end);
        overwrite(certificate, ending.certificate());
        overwrite(key, ending.key());
    }

    private void pass(Duration span) {
        time.pass(span);
        credentials.changed();
    }

    @Test
    void whileTheClockIsNotRightNothingIsSaidAboutEnds() throws Exception {
        useCertificateUntil(time.wall().plus(Duration.ofDays(3)));
        time.lose(Duration.ofDays(100));
        credentials.login(WILL);
        assertEquals(List.of(), problems());
        assertEquals(Optional.empty(), credentials.report().firstExpiry());
        time.synchronise();
        pass(Duration.ofSeconds(10));
        assertEquals(1, problems().size());
        assertEquals(
                Optional.of(SimulatedTime.START.plus(Duration.ofDays(3))),
                credentials.report().firstExpiry());
    }

    @Test
    void theEndOfTheOnlyAuthorityIsToldWithoutAConnection() throws Exception {
        credentials = credentials(
                "mqtts://broker",
                new TlsConfig(
                        Optional.of(ca),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        List.of()));
        var end = end(
                credentials.login(WILL).tls().orElseThrow().authorities().all().getFirst());
        pass(Duration.between(time.wall(), end).minusDays(12).minusSeconds(60));
        assertEquals(
                List.of(
                        "the authority 'CN=authority' in %s expires in 12 days, on %s; add the one that follows it to that file"
                                .formatted(ca, day(end))),
                problems());
    }

    @Test
    void ofSeveralAuthoritiesTheOneTheBrokerUsesCounts() throws Exception {
        Files.writeString(ca, Files.readString(nextAuthority.ca()) + Files.readString(authority.ca()));
        var trusted = credentials.login(WILL).tls().orElseThrow().authorities();
        var used = trusted.all().get(1);
        pass(Duration.between(time.wall(), end(used)).minusDays(12));
        assertEquals(1, problems().size(), "its own certificate has ended long ago");
        credentials.shown(List.of(Expiry.ofAuthority(used, trusted.file())));
        assertTrue(
                problems().get(1).startsWith("the authority 'CN=authority' in " + ca),
                problems().toString());
    }

    @Test
    void theEarliestEndIsTheOneReported() throws Exception {
        useCertificateUntil(time.wall().plus(Duration.ofDays(40)));
        credentials.login(WILL);
        assertEquals(
                Optional.of(time.wall().plus(Duration.ofDays(40))),
                credentials.report().firstExpiry());
        var broker = new Expiry("the broker's", time.wall().plus(Duration.ofDays(35)), Duration.ofDays(30), "renew it");
        credentials.shown(List.of(broker));
        assertEquals(Optional.of(broker.end()), credentials.report().firstExpiry());
    }

    @Test
    void aShortLivedCertificateOfTheBrokerIsToldInItsLastThird() throws Exception {
        var brokers = authority.issue(
                "broker", "DNS:broker", SimulatedTime.START, SimulatedTime.START.plus(Duration.ofDays(6)));
        var expiry = Expiry.ofBroker(
                dev.sandpiper.agent.keys.Certificates.in(brokers.certificate()).getFirst());
        assertEquals(Optional.empty(), expiry.warning(SimulatedTime.START.plus(Duration.ofDays(3))));
        assertEquals(
                Optional.of(
                        "the broker's certificate 'CN=broker' expires in 1 day, on 2026-11-29; renew it at the broker"),
                expiry.warning(SimulatedTime.START.plus(Duration.ofDays(5))));
    }

    private static Instant end(X509Certificate certificate) {
        return certificate.getNotAfter().toInstant();
    }

    private static java.time.LocalDate day(Instant end) {
        return end.atZone(java.time.ZoneOffset.UTC).toLocalDate();
    }
}
