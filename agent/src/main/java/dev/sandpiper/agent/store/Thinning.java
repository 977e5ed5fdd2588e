package dev.sandpiper.agent.store;

import dev.sandpiper.agent.json.Members;
import dev.sandpiper.agent.payload.Format;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Halves the resolution of readings and keeps their shape. The readings of each sensor are cut into short stretches; of
 * each stretch half is left: the first, the last, the lowest and the highest of every value, and what lies best between.
 */
final class Thinning {
    /** First and last. */
    private static final int ENDS = 2;

    private static final Set<String> NO_VALUES = Set.of("ts", "run", "seq", "clock", Format.MARK);

    private Thinning() {}

    /** What can go, oldest first; only readings are chosen. */
    static List<Entry> surplus(Collection<Entry> oldestFirst) {
        var sensors = new LinkedHashMap<String, List<Entry>>();
        for (var entry : oldestFirst)
            if (entry.kind.gathers())
                sensors.computeIfAbsent(entry.id, id -> new ArrayList<>()).add(entry);
        return sensors.values().stream()
                .flatMap(readings -> surplusOfOneSensor(readings).stream())
                .sorted(Comparator.comparingLong(entry -> entry.key))
                .toList();
    }

    // As short as can be, or a narrow peak beside a broad one would go: half of a stretch is just what must stay.
    private static List<Entry> surplusOfOneSensor(List<Entry> readings) {
        var values = readings.stream().map(Thinning::values).toList();
        var names = values.stream()
                .flatMap(each -> each.keySet().stream())
                .distinct()
                .toList();
        var shortest = 2 * (ENDS + 2 * names.size());
        var stretches = Math.max(1, readings.size() / shortest);
        var surplus = new ArrayList<Entry>();
        for (var stretch = 0; stretch < stretches; stretch++) {
            var from = readings.size() * stretch / stretches;
            var to = readings.size() * (stretch + 1) / stretches;
            var kept = kept(values.subList(from, to), names);
            for (var at = from; at < to; at++) if (!kept.get(at - from)) surplus.add(readings.get(at));
        }
        return surplus;
    }

    private static BitSet kept(List<Map<String, Double>> stretch, List<String> names) {
        var kept = new BitSet(stretch.size());
        kept.set(0);
        kept.set(stretch.size() - 1);
        for (var name : names) keepEnds(stretch, name, kept);
        while (kept.cardinality() < (stretch.size() + 1) / 2) kept.set(middleOfTheWidestHole(kept));
        return kept;
    }

    private static void keepEnds(List<Map<String, Double>> stretch, String name, BitSet kept) {
        var lowest = -1;
        var highest = -1;
        for (var at = 0; at < stretch.size(); at++) {
            var value = stretch.get(at).get(name);
            if (value == null) continue;
            if (lowest < 0 || value < stretch.get(lowest).get(name)) lowest = at;
            if (highest < 0 || value > stretch.get(highest).get(name)) highest = at;
        }
        if (lowest >= 0) kept.set(lowest);
        if (highest >= 0) kept.set(highest);
    }

    private static int middleOfTheWidestHole(BitSet kept) {
        var widest = 0;
        var middle = 0;
        for (var before = 0; before < kept.length() - 1; before = kept.nextSetBit(before + 1)) {
            var after = kept.nextSetBit(before + 1);
            if (after - before <= widest) continue;
            widest = after - before;
            middle = (before + after) / 2;
        }
        return middle;
    }

    /** What has a lowest and a highest: numbers, and whether something is on. */
    static Map<String, Double> values(Entry reading) {
        var numbers = new HashMap<String, Double>();
        try {
            Members.of(reading.stamped() ? reading.text() : "{" + reading.text() + "}")
                    .forEach((name, value) -> {
                        if (!NO_VALUES.contains(name)) number(value, name, numbers);
                    });
        } catch (IllegalArgumentException broken) {
            return Map.of();
        }
        return numbers;
    }

    private static void number(String value, String name, Map<String, Double> numbers) {
        switch (value.charAt(0)) {
            case '"', '[', '{', 'n' -> {}
            case 't' -> numbers.put(name, 1.0);
            case 'f' -> numbers.put(name, 0.0);
            default -> numbers.put(name, Double.valueOf(value));
        }
    }
}
