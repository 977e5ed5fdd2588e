package dev.sandpiper.agent.payload;

import static java.util.Map.entry;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The unit of a value in SenML, and how its number is reckoned into it: a pack of version 10 carries only units of the
 * registry "SenML Units" (RFC 8428 section 12.1, RFC 8798 section 2), so hPa become Pa. What is asterisked there as not
 * recommended is used where it keeps the number as people know it. Which unit a value has follows from its name, as
 * in the contract.
 *
 * <p>Records that were sent may be sent again by a later version, byte for byte: never change an entry.
 *
 * @param symbol as registered
 * @param times by which the number is multiplied; from RFC 8798 table 2 where the unit stands there
 * @param per by which it is divided
 * @param offset added then
 */
public record SenmlUnit(String symbol, BigDecimal times, int per, int offset) {
    private static final List<String> AGGREGATES = List.of("_min", "_mean", "_max", "_last");
    private static final String SPREAD = "_stddev";
    private static final String COUNTED = "_count";
    private static final int DBM_TO_DBW = -30;
    private static final int SECONDS_IN_A_MINUTE = 60;
    /** What a quotient is told with beyond the number it comes of: it is rounded to less than a tenth of a step. */
    private static final int MORE_DECIMALS = 3;

    /** No value here has more. */
    private static final MathContext DIGITS = new MathContext(9);

    private static final SenmlUnit COUNT = unit("count");
    private static final SenmlUnit RATIO = scaled("/", "0.01");

    private static final Map<String, SenmlUnit> OF_VALUES = Map.ofEntries(
            entry("temperature", unit("Cel")),
            entry("dew_point", unit("Cel")),
            entry("heat_index", unit("Cel")),
            entry("humidity", unit("%RH")),
            entry("absolute_humidity", scaled("kg/m3", "0.001")),
            entry("pressure", scaled("Pa", "100")),
            entry("illuminance", unit("lx")),
            entry("voltage", unit("V")),
            entry("shunt_voltage", unit("V")),
            entry("current", unit("A")),
            entry("power", unit("W")),
            entry("energy", scaled("J", "3600")),
            entry("co2", scaled("/", "0.000001")),
            entry("distance", unit("m")),
            entry("altitude", unit("m")),
            entry("frequency", unit("Hz")),
            entry("count", COUNT),
            entry("rate", unit("1/s")),
            entry("level", RATIO),
            entry("memory_used", RATIO),
            entry("disk_used", RATIO),
            entry("weight", unit("kg")),
            entry("flow", new SenmlUnit("l/s", BigDecimal.ONE, SECONDS_IN_A_MINUTE, 0)),
            entry("rain", scaled("m", "0.001")),
            entry("wind_speed", unit("m/s")),
            entry("pm1", scaled("kg/m3", "0.000000001")),
            entry("pm2_5", scaled("kg/m3", "0.000000001")),
            entry("pm10", scaled("kg/m3", "0.000000001")),
            entry("acceleration_x", unit("m/s2")),
            entry("acceleration_y", unit("m/s2")),
            entry("acceleration_z", unit("m/s2")),
            entry("magnetic_x", scaled("T", "0.000001")),
            entry("magnetic_y", scaled("T", "0.000001")),
            entry("magnetic_z", scaled("T", "0.000001")),
            entry("resistance", unit("Ohm")),
            entry("uptime", unit("s")),
            entry("signal", new SenmlUnit("dBW", BigDecimal.ONE, 1, DBM_TO_DBW)));

    private static SenmlUnit unit(String symbol) {
        return scaled(symbol, "1");
    }

    private static SenmlUnit scaled(String symbol, String times) {
        return new SenmlUnit(symbol, new BigDecimal(times), 1, 0);
    }

    /** Of a value by its name, also of a window's figures; empty where none is registered or nobody knows. */
    static Optional<SenmlUnit> of(String value) {
        var known = Optional.ofNullable(OF_VALUES.get(value));
        if (known.isPresent()) return known;
        if (value.endsWith(COUNTED)) return measured(value, COUNTED).map(_ -> COUNT);
        // A distance from the mean has no zero to be moved.
        if (value.endsWith(SPREAD)) return measured(value, SPREAD).filter(unit -> unit.offset == 0);
        return AGGREGATES.stream().filter(value::endsWith).findFirst().flatMap(end -> measured(value, end));
    }

    private static Optional<SenmlUnit> measured(String value, String end) {
        return Optional.ofNullable(OF_VALUES.get(value.substring(0, value.length() - end.length())));
    }

    /** A number as the contract has it, of a value that was sent in SenML in this unit; in another unit as it came. */
    public static String usual(String value, String symbol, BigDecimal number) {
        return of(value)
                .filter(unit -> unit.symbol.equals(symbol) && !unit.isUsual())
                .map(unit -> unit.undone(number))
                .orElseGet(number::toPlainString);
    }

    private boolean isUsual() {
        return times.equals(BigDecimal.ONE) && per == 1 && offset == 0;
    }

    private String undone(BigDecimal number) {
        return number.subtract(BigDecimal.valueOf(offset))
                .multiply(BigDecimal.valueOf(per))
                .divide(times, DIGITS)
                .stripTrailingZeros()
                .toPlainString();
    }

    /** A number in this unit, as it stands in JSON; unchanged where it is in this unit already. */
    String of(BigDecimal number) {
        if (isUsual()) return number.toPlainString();
        var product = number.multiply(times);
        var scaled = per == 1
                ? product
                : product.divide(BigDecimal.valueOf(per), product.scale() + MORE_DECIMALS, RoundingMode.HALF_UP);
        return scaled.add(BigDecimal.valueOf(offset)).stripTrailingZeros().toPlainString();
    }
}
