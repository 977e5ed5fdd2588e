package dev.sandpiper.agent.link;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sandpiper.agent.keys.Certificates;
import dev.sandpiper.agent.testing.SimulatedTime;
import dev.sandpiper.agent.testing.TestCertificates.Issued;
import java.io.IOException;
import java.nio.file.Files;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Certificates in use that end soon. */
class CertificateExpiryTest extends DeviceCase {
    @Test
    void theEndOfItsOwnCertificateIsToldFromThirtyDaysAheadWithoutAConnection() throws Exception {
        useCertificateUntil(time.wall().plus(Duration.ofDays(30)).plusSeconds(3600));
        credentials.login(WILL);
        assertEquals(List.of(), problems());
        pass(Duration.ofHours(1));
        assertEquals(
                List.of("the certificate %s expires in 30 days, on 2026-12-23; renew it"
                        .formatted(files.certificate())),
                problems());
        pass(Duration.ofDays(29));
        assertEquals(
                List.of("the certificate %s expires in 1 day, on 2026-12-23; renew it".formatted(files.certificate())),
                problems());
        pass(Duration.ofHours(12));
        assertEquals(
                List.of("the certificate %s expires in less than a day, on 2026-12-23; renew it"
                        .formatted(files.certificate())),
                problems());
        pass(Duration.ofDays(1));
        assertEquals(
                List.of("the certificate %s expired on 2026-12-23; renew it".formatted(files.certificate())),
                problems());
        files.use(first);
        pass(Duration.ofSeconds(10));
        assertEquals(List.of(), problems());
    }

    private void useCertificateUntil(Instant end) throws IOException {
        var ending = authority.issue("ending-" + end.getEpochSecond(), "DNS:device", SimulatedTime.START, end);
        files.use(ending);
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
        credentials = files.credentials("mqtts://broker", files.tlsWithoutCertificate(), time);
        var end = end(
                credentials.login(WILL).tls().orElseThrow().authorities().all().getFirst());
        pass(Duration.between(time.wall(), end).minusDays(12).minusSeconds(60));
        assertEquals(
                List.of(
                        "the authority 'CN=authority' in %s expires in 12 days, on %s; add the one that follows it to that file"
                                .formatted(files.ca(), day(end))),
                problems());
    }

    @Test
    void ofSeveralAuthoritiesTheOneTheBrokerUsesCounts() throws Exception {
        Files.writeString(files.ca(), Files.readString(nextAuthority.ca()) + Files.readString(authority.ca()));
        var trusted = credentials.login(WILL).tls().orElseThrow().authorities();
        var used = trusted.all().get(1);
        pass(Duration.between(time.wall(), end(used)).minusDays(12));
        assertEquals(1, problems().size(), "its own certificate has ended long ago");
        credentials.shown(List.of(Expiry.ofAuthority(used, trusted.file())));
        assertTrue(
                problems().get(1).startsWith("the authority 'CN=authority' in " + files.ca()),
                problems().toString());
    }

    @Test
    void whatStandsBetweenItAndTheAuthorityCountsToo() throws Exception {
        var intermediate = authority.intermediate("between");
        var own = intermediate.forClient("device");
        Files.writeString(
                files.certificate(), Files.readString(own.certificate()) + Files.readString(intermediate.ca()));
        DeviceFiles.overwrite(files.key(), own.key());
        var chain = credentials
                .login(WILL)
                .tls()
                .orElseThrow()
                .identity()
                .orElseThrow()
                .chain();
        pass(Duration.between(time.wall(), end(chain.get(1))).minusDays(12).minusSeconds(60));
        assertEquals(
                "certificate 2 of %s, 'CN=between', expires in 12 days, on %s; renew it"
                        .formatted(files.certificate(), day(end(chain.get(1)))),
                problems().get(1));
    }

    @Test
    void allThatTheBrokerShowsCountsAndWhoStandsBehindIt() throws Exception {
        var intermediate = authority.intermediate("broker-intermediate");
        var alone = intermediate.forLoopback();
        var whole = Files.writeString(
                folder.resolve("whole.pem"),
                Files.readString(alone.certificate()) + Files.readString(intermediate.ca()));
        Files.writeString(files.ca(), Files.readString(nextAuthority.ca()) + Files.readString(authority.ca()));
        try (var server = TlsServer.showing(new Issued(whole, alone.key()));
                var attempt = Attempt.to(server.address("127.0.0.1"), Attempt.Device.trusting(files.ca()))) {
            attempt.connected();
            assertEquals(
                    List.of(
                            "the broker's certificate 'CN=loopback'",
                            "the broker's certificate 'CN=broker-intermediate'",
                            "the authority 'CN=authority' in " + files.ca()),
                    attempt.transport().expiries().stream().map(Expiry::what).toList());
        }
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
        var expiry = Expiry.ofBroker(Certificates.in(brokers.certificate()).getFirst());
        assertEquals(Optional.empty(), expiry.warning(SimulatedTime.START.plus(Duration.ofDays(3))));
        assertEquals(
                Optional.of(
                        "the broker's certificate 'CN=broker' expires in 1 day, on 2026-11-29; renew it at the broker"),
                expiry.warning(SimulatedTime.START.plus(Duration.ofDays(5))));
    }

    private static Instant end(X509Certificate certificate) {
        return certificate.getNotAfter().toInstant();
    }

    private static LocalDate day(Instant end) {
        return end.atZone(ZoneOffset.UTC).toLocalDate();
    }
}
