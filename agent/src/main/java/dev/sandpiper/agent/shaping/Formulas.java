package dev.sandpiper.agent.shaping;

import java.util.OptionalDouble;

/** What can be reckoned of the air. Temperatures in °C, humidity in %RH, pressures in hPa. */
final class Formulas {
    // Saturation vapour pressure over water, -45 to 60 °C: Magnus's form with the coefficients of Sonntag (1990), as in
    // WMO-No. 8 (2008), annex 4.B.
    private static final double MAGNUS_PRESSURE = 6.112;
    private static final double MAGNUS_FACTOR = 17.62;
    private static final double MAGNUS_TEMPERATURE = 243.12;

    private static final double ZERO_CELSIUS = 273.15;
    /** Grams and hPa: 100 x 1000 over the gas constant of water vapour, 461.5 J/(kg K) (WMO-No. 8). */
    private static final double VAPOUR = 100_000 / 461.5;

    // ISO 2533, up to 11 km: temperature at sea level over its fall, K and K/m; exponent R L / (g M).
    private static final double TEMPERATURE_OVER_FALL = 288.15 / 0.0065;
    private static final double PRESSURE_EXPONENT = 0.190_263;

    private Formulas() {}

    /** The temperature at which this air would be saturated over water; none where it is perfectly dry. */
    static OptionalDouble dewPoint(double temperature, double humidity) {
        if (humidity <= 0) return OptionalDouble.empty();
        var gamma = Math.log(humidity / 100) + MAGNUS_FACTOR * temperature / (MAGNUS_TEMPERATURE + temperature);
        return OptionalDouble.of(MAGNUS_TEMPERATURE * gamma / (MAGNUS_FACTOR - gamma));
    }

    /** Grams of water in a cubic metre. */
    static double absoluteHumidity(double temperature, double humidity) {
        var saturated = MAGNUS_PRESSURE * Math.exp(MAGNUS_FACTOR * temperature / (MAGNUS_TEMPERATURE + temperature));
        return VAPOUR * humidity / 100 * saturated / (ZERO_CELSIUS + temperature);
    }

    /** By the height of the standard atmosphere with this pressure at sea level, in metres. */
    static double altitude(double pressure, double seaLevel) {
        return TEMPERATURE_OVER_FALL * (1 - Math.pow(pressure / seaLevel, PRESSURE_EXPONENT));
    }
}
