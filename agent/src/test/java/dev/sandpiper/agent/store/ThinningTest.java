package dev.sandpiper.agent.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sandpiper.agent.loop.Moment;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What of a sensor's readings can go so that their shape stays. */
class ThinningTest {
    private static final Moment AT = new Moment(0, Instant.EPOCH);

    private static Entry entry(long key, Kind kind, String id, String body) {
        var text = "{\"ts\":\"2026-11-23T06:15:04.120Z\",\"run\":1,\"seq\":%d,%s}".formatted(key, body);
        return Entry.stored(key, 1, key, kind, id, AT, "", text, true);
    }

    private static List<Entry> readings(int many, IntFunction<String> body) {
        return IntStream.rangeClosed(1, many)
                .mapToObj(key -> entry(key, Kind.READING, "air", body.apply(key)))
                .toList();
    }

    private static List<Long> kept(List<Entry> readings) {
        var surplus = new HashSet<>(Thinning.surplus(readings));
        return readings.stream()
                .filter(entry -> !surplus.contains(entry))
                .map(entry -> entry.key)
                .toList();
    }

    @Test
    void ofAStretchOfEightTheFirstTheLastTheLowestAndTheHighestAreLeft() {
        var temperatures = new double[] {20.0, 20.1, 25.5, 20.2, 20.1, 11.3, 20.0, 20.4};
        assertEquals(List.of(1L, 3L, 6L, 8L), kept(readings(8, key -> "\"temperature\":" + temperatures[key - 1])));
    }

    @Test
    void eachValueHasItsOwnLowestAndHighest() {
        var stretch = readings(
                12,
                key -> "\"temperature\":%d.0,\"humidity\":%d.5"
                        .formatted(key == 3 ? 9 : 20 + key % 2, key == 7 ? 99 : 40));
        assertTrue(kept(stretch).containsAll(List.of(1L, 3L, 7L, 12L)));
        assertEquals(6, kept(stretch).size());
    }

    @Test
    void aStretchWithoutPeaksKeepsHalfOfItEvenlySpread() {
        assertEquals(
                List.of(1L, 3L, 4L, 8L).size(),
                kept(readings(8, key -> "\"level\":5")).size());
        var kept = kept(readings(80, key -> "\"level\":" + key));
        assertEquals(40, kept.size());
        for (var at = 1; at < kept.size(); at++) assertTrue(kept.get(at) - kept.get(at - 1) <= 4, kept.toString());
    }

    @Test
    void aSwitchThatWasOnForAMomentIsSeen() {
        assertTrue(kept(readings(8, key -> "\"state\":" + (key == 5))).contains(5L));
    }

    @Test
    void textsAndWhatIsNoJsonAtAllAreThinnedByTheirPlaceAlone() {
        assertEquals(4, kept(readings(8, key -> "\"mode\":\"eco\"")).size());
        assertEquals(4, kept(readings(8, key -> "nonsense")).size());
    }

    @Test
    void readingsThatHaveNoStampYetAreThinnedAsWell() {
        var body = IntStream.rangeClosed(1, 8)
                .mapToObj(key -> Entry.stored(
                        key, 1, key, Kind.READING, "air", AT, "boot", "\"level\":" + (key == 4 ? 9 : 1), false))
                .toList();
        assertTrue(kept(body).contains(4L));
    }

    @Test
    void twoReadingsOfASensorAreLeftAlone() {
        assertEquals(List.of(1L, 2L), kept(readings(2, key -> "\"level\":1")));
    }

    @Test
    void nothingButReadingsIsChosen() {
        var mixed = new ArrayList<Entry>();
        for (var key = 1; key <= 400; key++)
            mixed.add(entry(key, Kind.values()[key % Kind.values().length], "door", "\"value\":1"));
        assertTrue(Thinning.surplus(mixed).stream().allMatch(entry -> entry.kind == Kind.READING));
        assertTrue(Thinning.surplus(mixed).size() > 20);
    }

    @Test
    void howeverOftenTheyAreThinnedFirstLastLowestAndHighestOfEachSensorStay() {
        for (var seed = 1; seed <= 200; seed++) check(new Random(seed), seed);
    }

    private static void check(Random random, int seed) {
        var sensors = random.nextInt(1, 5);
        var values = random.nextInt(1, 5);
        var all = new ArrayList<Entry>();
        for (var key = 1; key <= random.nextInt(20, 900); key++)
            all.add(entry(key, Kind.READING, "s" + random.nextInt(sensors), body(random, values)));
        var left = new ArrayList<>(all);
        for (var turn = 0; turn < 6; turn++) {
            var surplus = Thinning.surplus(left);
            assertTrue(surplus.size() <= left.size() / 2, "seed " + seed);
            left.removeAll(new HashSet<>(surplus));
            for (var sensor = 0; sensor < sensors; sensor++)
                sameEnds(of("s" + sensor, all), of("s" + sensor, left), "seed " + seed + ", turn " + turn);
        }
    }

    private static String body(Random random, int values) {
        var members = new ArrayList<String>();
        for (var value = 0; value < values; value++)
            if (value == 0 || random.nextInt(5) > 0)
                members.add("\"v%d\":%s".formatted(value, Math.round(random.nextGaussian() * 1000) / 10.0));
        return String.join(",", members);
    }

    private static List<Entry> of(String id, List<Entry> entries) {
        return entries.stream().filter(entry -> entry.id.equals(id)).toList();
    }

    private static void sameEnds(List<Entry> before, List<Entry> after, String when) {
        if (before.isEmpty()) return;
        assertEquals(before.getFirst(), after.getFirst(), when);
        assertEquals(before.getLast(), after.getLast(), when);
        for (var name : List.of("v0", "v1", "v2", "v3", "v4")) {
            assertEquals(range(name, before), range(name, after), when);
        }
    }

    private static List<Double> range(String name, List<Entry> entries) {
        var all = entries.stream()
                .map(Thinning::values)
                .filter(values -> values.containsKey(name))
                .mapToDouble(values -> values.get(name))
                .summaryStatistics();
        return List.of(all.getMin(), all.getMax());
    }
}
