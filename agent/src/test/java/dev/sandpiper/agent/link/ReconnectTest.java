package dev.sandpiper.agent.link;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sandpiper.agent.link.Failure.Cause;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** When, where and with what the link tries again. */
class ReconnectTest {
    private static final Duration MIN = Duration.ofSeconds(1);
    private static final Duration MAX = Duration.ofSeconds(60);
    /** The clock of a bench that looks every millisecond. */
    private static final Duration LOOK = Duration.ofMillis(1);

    @TempDir
    private Path folder;

    private static LinkBench bench(String... urls) {
        return new LinkBench(Duration.ofDays(1), Optional.empty(), urls);
    }

    private static List<String> tried(LinkBench bench) {
        return bench.wire.tries.stream().map(each -> each.address.url()).toList();
    }

    @Test
    void pausesGrowFromLeastToMostAndAreShuffledInBetween() {
        var bench = bench("mqtt://one");
        bench.run();
        var pauses = new ArrayList<Duration>();
        for (var attempt = 0; attempt < 40; attempt++) {
            bench.fails(Cause.REFUSED);
            pauses.add(bench.pauses());
        }
        for (var attempt = 0; attempt < 40; attempt++) {
            var most = Math.min(60, 2 << Math.min(attempt, 10));
            assertTrue(pauses.get(attempt).compareTo(MIN) >= 0, pauses.toString());
            assertTrue(pauses.get(attempt).compareTo(Duration.ofSeconds(most).plus(LOOK)) <= 0, pauses.toString());
        }
        assertTrue(pauses.stream().distinct().count() > 35, pauses.toString());
    }

    @ParameterizedTest
    @EnumSource(
            value = Cause.class,
            names = {"CREDENTIALS", "NOT_AUTHORISED", "CLIENT_ID", "TLS_CLIENT_CERTIFICATE"})
    void aRefusedLoginIsTriedAgainMoreAndMoreSlowlyUpToAQuarterOfAnHour(Cause cause) {
        var bench = bench("mqtt://one");
        bench.run();
        var longest = Duration.ZERO;
        for (var attempt = 0; attempt < 12; attempt++) {
            bench.fails(cause);
            var pause = bench.pauses();
            assertTrue(pause.compareTo(MAX) >= 0, pause.toString());
            longest = pause.compareTo(longest) > 0 ? pause : longest;
        }
        assertTrue(longest.compareTo(MAX.multipliedBy(5)) > 0, longest.toString());
        assertTrue(longest.compareTo(Duration.ofMinutes(15).plus(LOOK)) <= 0, longest.toString());
    }

    @Test
    void aRefusedLoginIsTriedAtOnceWhenItsFileHasChanged() throws Exception {
        var file = Files.writeString(folder.resolve("password"), "wrong");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        var bench = new LinkBench(Duration.ofDays(1), Optional.of(file), "mqtt://one");
        bench.run();
        for (var attempt = 0; attempt < 8; attempt++) {
            bench.fails(Cause.CREDENTIALS);
            if (attempt < 7) bench.pauses();
        }
        var before = bench.wire.tries.size();
        Files.writeString(file, "right and longer");
        bench.pass(10);
        assertEquals(before + 1, bench.wire.tries.size());
        bench.fails(Cause.CREDENTIALS);
        assertTrue(bench.pauses().compareTo(MAX.multipliedBy(2).plus(LOOK)) <= 0, "from the beginning");
    }

    @Test
    void aConnectionOfAMinuteBeginsNewPausesAndAShorterOneDoesNot() {
        var bench = bench("mqtt://one");
        bench.run();
        for (var attempt = 0; attempt < 12; attempt++) {
            bench.fails(Cause.REFUSED);
            bench.pauses();
        }
        bench.up();
        bench.acknowledgesAll();
        bench.pass(60);
        bench.fails(Cause.LOST);
        assertTrue(bench.pauses().compareTo(MAX.dividedBy(2).plus(LOOK)) <= 0);
        var longest = Duration.ZERO;
        for (var flap = 0; flap < 12; flap++) {
            bench.up();
            bench.pass(5);
            bench.fails(Cause.LOST);
            var pause = bench.pauses();
            longest = pause.compareTo(longest) > 0 ? pause : longest;
        }
        assertTrue(longest.compareTo(MAX.dividedBy(2).plus(LOOK)) > 0, "a broker that throws us out is not hammered");
    }

    @Test
    void addressesAreTriedInTurnAndTheLastGoodOneFirst() {
        var bench = bench("mqtt://one", "mqtt://two", "mqtt://three");
        bench.run();
        for (var attempt = 0; attempt < 4; attempt++) {
            bench.fails(Cause.REFUSED);
            bench.pauses();
        }
        assertEquals(List.of("mqtt://one", "mqtt://two", "mqtt://three", "mqtt://one", "mqtt://two"), tried(bench));
        bench.up().fails(Cause.LOST);
        bench.pauses();
        bench.fails(Cause.REFUSED);
        bench.pauses();
        assertEquals(List.of("mqtt://two", "mqtt://three"), tried(bench).subList(5, 7));
    }

    @Test
    void theOneOfThreeAddressesThatWorksIsFoundSoonHoweverLongThePauses() {
        var bench = bench("mqtt://one", "mqtt://two", "mqtt://three");
        bench.run();
        for (var attempt = 0; attempt < 40 || bench.wire.last().address.url().endsWith("three"); attempt++) {
            bench.fails(Cause.REFUSED);
            bench.pauses();
        }
        while (!bench.wire.last().address.url().endsWith("one")) {
            bench.fails(Cause.REFUSED);
            bench.pauses();
        }
        var round = bench.time.now();
        while (!bench.wire.last().address.url().endsWith("three")) {
            bench.fails(Cause.REFUSED);
            bench.pauses();
        }
        assertTrue(bench.time.now() - round
                <= MIN.multipliedBy(2).plus(LOOK.multipliedBy(2)).toNanos());
    }

    @Test
    void aRoundInWhichNoAddressWorksIsFollowedByTheWholePause() {
        var bench = bench("mqtt://one", "mqtt://two");
        bench.run();
        bench.fails(Cause.REFUSED);
        assertTrue(bench.pauses().compareTo(MIN.plus(LOOK)) <= 0);
        bench.fails(Cause.REFUSED);
        assertTrue(bench.pauses().compareTo(MIN) >= 0);
        assertEquals(List.of("mqtt://one", "mqtt://two", "mqtt://one"), tried(bench));
    }

    @Test
    void anAddressThatRefusesTheLoginRestsWhileTheOtherIsTried() {
        var bench = bench("mqtt://one", "mqtt://two");
        bench.run();
        bench.fails(Cause.CREDENTIALS);
        bench.pauses();
        var refused = bench.time.now();
        while (tried(bench).stream().filter("mqtt://one"::equals).count() < 2) {
            bench.fails(Cause.REFUSED);
            bench.pauses();
        }
        assertTrue(bench.time.now() - refused >= MAX.minus(MIN).toNanos());
        assertTrue(tried(bench).size() > 4, tried(bench).toString());
    }

    @Test
    void aBrokerThatTakesTheLoginAndNeverAnswersTheSubscriptionDoesNotKeepTheOthersFromTheirTurn() {
        var bench = bench("mqtt://one", "mqtt://two");
        bench.connects();
        bench.pass(20);
        assertTrue(bench.wire.tries.getFirst().aborted);
        bench.pauses();
        assertEquals(List.of("mqtt://one", "mqtt://two"), tried(bench));
    }

    @Test
    void thePasswordIsReadAnewForEachAttemptWithoutItsLineEnd() throws Exception {
        var file = Files.writeString(folder.resolve("password"), "first\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        var bench = new LinkBench(Duration.ofDays(1), Optional.of(file), "mqtt://one");
        bench.run();
        assertArrayEquals(
                "first".toCharArray(), bench.wire.last().login.password().orElseThrow());
        Files.writeString(file, " zweites Päßwort \r\n");
        bench.fails(Cause.CREDENTIALS);
        bench.pauses();
        assertArrayEquals(
                " zweites Päßwort ".toCharArray(),
                bench.wire.last().login.password().orElseThrow());
    }

    @Test
    void aMissingPasswordFileIsTroubleUntilItIsThere() throws Exception {
        var file = folder.resolve("password");
        var bench = new LinkBench(Duration.ofDays(1), Optional.of(file), "mqtt://one");
        bench.pass(300);
        assertEquals(List.of(), bench.wire.tries);
        assertEquals(
                List.of("no connection to mqtt://one: %s: there is no such file".formatted(file)),
                bench.link.report().problems());
        Files.writeString(file, "secret");
        bench.pauses();
        assertEquals(1, bench.wire.tries.size());
    }

    @Test
    void aCertificateOfTheFutureIsWaitingForTheClockWhileThatIsNotRight() {
        var bench = bench("mqtt://one");
        bench.time.lose(Duration.ofDays(-1000));
        bench.run();
        bench.fails(Cause.TLS_NOT_YET_VALID);
        assertEquals(
                List.of("waiting for the clock before connecting to mqtt://one"),
                bench.link.report().problems());
        bench.time.synchronise();
        assertTrue(bench.pauses().compareTo(Duration.ofSeconds(1).plus(LOOK)) <= 0, "at once when the clock is right");
        bench.fails(Cause.TLS_NOT_YET_VALID);
        assertEquals(
                List.of("no connection to mqtt://one: the test says TLS_NOT_YET_VALID"),
                bench.link.report().problems());
    }
}
