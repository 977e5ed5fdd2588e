package dev.sandpiper.agent.link;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sandpiper.agent.testing.Eventually;
import java.io.IOException;
import java.net.InetAddress;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HostNamesTest {
    private static final Duration LONG = Duration.ofSeconds(30);
    private static final Duration SHORT = Duration.ofMillis(50);

    private final NameServer server = new NameServer().with("broker", "192.0.2.1", "192.0.2.2", "2001:db8::3");
    private final HostNames names = new HostNames(server);

    @AfterEach
    void letGo() {
        server.close();
        Eventually.until("no look-up is under way", () -> lookUps() == 0);
    }

    private List<String> ask(Duration patience) throws IOException {
        return names.addresses("broker", patience, new CountDownLatch(1)).stream()
                .map(InetAddress::getHostAddress)
                .toList();
    }

    private static long lookUps() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals("look-up: broker"))
                .count();
    }

    @Test
    void aNameHasTheAddressesInTheOrderOfTheAnswer() throws IOException {
        assertEquals(List.of("192.0.2.1", "192.0.2.2", "2001:db8:0:0:0:0:0:3"), ask(LONG));
    }

    @Test
    void anAddressIsNotLookedUp() throws IOException {
        for (String literal : List.of("127.0.0.1", "::1", "2001:db8::1"))
            assertEquals(List.of(NameServer.address(literal)), names.addresses(literal, LONG, new CountDownLatch(1)));
        assertEquals(0, server.questions());
    }

    @Test
    void aNameThatIsUnknownIsToldAtOnce() {
        server.without("broker");
        assertThrows(UnknownHostException.class, () -> ask(LONG));
    }

    @Test
    void aNameServerThatHangsCostsOneThreadHoweverOftenItIsAsked() {
        server.hangs();
        for (int i = 0; i < 20; i++) {
            assertThrows(SocketTimeoutException.class, () -> ask(Duration.ofMillis(1)));
        }
        assertEquals(1, lookUps());
        assertEquals(1, server.questions());
    }

    @Test
    void everyAttemptThatWaitsGetsTheAnswer() {
        server.hangs();
        List<CompletableFuture<List<String>>> attempts = Stream.generate(() -> CompletableFuture.supplyAsync(() -> {
                    try {
                        return ask(LONG);
                    } catch (IOException e) {
                        throw new AssertionError(e);
                    }
                }))
                .limit(2)
                .toList();
        Eventually.until("the name server is asked", () -> server.questions() == 1);
        server.answersAgain();
        for (CompletableFuture<List<String>> attempt : attempts) {
            assertEquals(3, attempt.join().size());
        }
    }

    @Test
    void aWaitCanBeEndedEarly() {
        server.hangs();
        CountDownLatch wait = new CountDownLatch(1);
        CompletableFuture<Void> attempt = CompletableFuture.runAsync(
                () -> assertThrows(SocketTimeoutException.class, () -> names.addresses("broker", LONG, wait)));
        Eventually.until("the name server is asked", () -> server.questions() == 1);
        wait.countDown();
        attempt.join();
        assertEquals(1, lookUps());
    }

    @Test
    void theAddressesFromBeforeServeWhileTheNameServerFails() throws IOException {
        List<String> before = ask(LONG);
        server.without("broker");
        assertEquals(before, ask(LONG));
        assertEquals(before, ask(LONG));
    }

    @Test
    void theAddressesFromBeforeServeWhileTheNameServerHangs() throws IOException {
        List<String> before = ask(LONG);
        server.hangs();
        assertEquals(before, ask(SHORT));
    }

    @Test
    void anAnswerThatCameTooLateServesTheNextAttempt() throws IOException {
        server.hangs();
        assertThrows(SocketTimeoutException.class, () -> ask(SHORT));
        server.answersAgain();
        Eventually.until("the answer is there", () -> lookUps() == 0);
        server.hangs();
        assertEquals(3, ask(SHORT).size());
    }

    @Test
    void theLastGoodAddressComesFirstAndTheOneThatFailedLast() throws IOException {
        ask(LONG);
        names.good("broker", NameServer.address("192.0.2.2"));
        assertEquals(List.of("192.0.2.2", "192.0.2.1", "2001:db8:0:0:0:0:0:3"), ask(LONG));
        names.bad("broker", NameServer.address("192.0.2.2"));
        assertEquals(List.of("192.0.2.1", "2001:db8:0:0:0:0:0:3", "192.0.2.2"), ask(LONG));
    }

    @Test
    void anAddressThatTheNameNoLongerHasIsForgottenAndANewOneComesLast() throws IOException {
        ask(LONG);
        names.good("broker", NameServer.address("192.0.2.2"));
        server.with("broker", "192.0.2.9", "192.0.2.1");
        assertEquals(List.of("192.0.2.1", "192.0.2.9"), ask(LONG));
        names.bad("broker", NameServer.address("192.0.2.2"));
        names.good("broker", NameServer.address("192.0.2.7"));
        assertEquals(List.of("192.0.2.1", "192.0.2.9"), ask(LONG));
    }

    @Test
    void aFailureOfTheLookUpItselfIsAnUnknownName() {
        HostNames broken = new HostNames(host -> {
            throw new IllegalStateException("the test says so");
        });
        UnknownHostException failure =
                assertThrows(UnknownHostException.class, () -> broken.addresses("broker", LONG, new CountDownLatch(1)));
        assertTrue(failure.getCause() instanceof IllegalStateException);
    }
}
