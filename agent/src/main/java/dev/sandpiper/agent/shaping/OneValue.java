package dev.sandpiper.agent.shaping;

import dev.sandpiper.agent.config.SensorConfig;
import dev.sandpiper.agent.config.ValueConfig;
import dev.sandpiper.sensors.Value;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What one value of a sensor goes through, sample by sample. Texts and flags pass as they are. */
final class OneValue {
    private final Calibration calibration;
    private final Judge judge;
    private final List<Filter> filters;
    private final boolean calculated;
    /** What a program or a curve says has more decimals now and then; what is smoothed is of several samples. */
    private int decimals;

    OneValue(String name, ValueConfig config) {
        calibration = new Calibration(config.calibration());
        judge = new Judge(name, config.filters());
        filters = Filter.of(config.filters());
        calculated = !calibration.changesNothing() || !filters.isEmpty();
    }

    /** Those of a sensor that the file mentions, by name. */
    static Map<String, OneValue> all(SensorConfig sensor) {
        var all = new HashMap<String, OneValue>();
        sensor.values().forEach((name, rule) -> all.put(name, new OneValue(name, rule)));
        return all;
    }

    /** As the chip says it now, corrected; nothing where it is outside of its limits. Changes nothing. */
    Optional<Value> corrected(Value said) {
        if (!isNumber(said)) return Optional.of(said);
        if (impossible(said).isPresent()) return Optional.empty();
        return Optional.of(told(said, calibration.of(number(said)), worth(said)));
    }

    /** Why it is outside of its limits, if so. */
    Optional<String> impossible(Value said) {
        return isNumber(said) ? judge.outside(calibration.of(number(said))) : Optional.empty();
    }

    /** With this sample; nothing where it is rejected. */
    Optional<Value> shaped(Value said, long nanos) {
        if (!isNumber(said)) return Optional.of(said);
        var number = calibration.of(number(said));
        if (!judge.accepts(number, nanos)) return Optional.empty();
        for (var filter : filters) number = filter.with(number);
        decimals = filters.isEmpty() ? worth(said) : Math.max(decimals, worth(said));
        return Double.isFinite(number) ? Optional.of(told(said, number, decimals)) : Optional.empty();
    }

    private int worth(Value said) {
        return calibration.decimals(number(said), decimals(said));
    }

    // What is reckoned with is never a count, so that its type does not change from one reading to the next.
    private Value told(Value said, double number, int decimals) {
        return calculated ? new Value.Decimal(number, decimals) : said;
    }

    Optional<String> doubt() {
        return judge.doubt();
    }

    /** After a fault. */
    void begin() {
        judge.forget();
        smoothAnew();
    }

    /** After a gap. */
    void smoothAnew() {
        filters.forEach(Filter::forget);
    }

    static boolean isNumber(Value value) {
        return value instanceof Value.Decimal || value instanceof Value.Count;
    }

    static double number(Value value) {
        return switch (value) {
            case Value.Decimal decimal -> decimal.number();
            case Value.Count count -> count.number();
            case Value.Flag _, Value.Text _ -> throw new IllegalArgumentException("no number: " + value);
        };
    }

    /** A count is exact to 1: worth a tenth of that once it is reckoned with. */
    static int decimals(Value value) {
        return value instanceof Value.Decimal decimal ? decimal.decimals() : 1;
    }
}
