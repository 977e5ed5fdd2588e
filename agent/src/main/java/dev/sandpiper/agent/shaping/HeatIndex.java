package dev.sandpiper.agent.shaping;

/**
 * How hot it feels in the shade: the regression of Rothfusz (NWS technical attachment SR 90-23, 1990) with the
 * adjustments and the simpler formula for cooler air of the National Weather Service, "The Heat Index Equation"
 * (www.wpc.ncep.noaa.gov/html/heatindex_equation.shtml). It reckons in °F.
 */
final class HeatIndex {
    /** Below, the regression means nothing. */
    private static final double REGRESSION_FROM = 80;

    private HeatIndex() {}

    /** In °C, of a temperature in °C and %RH. */
    static double of(double temperature, double humidity) {
        var fahrenheit = temperature * 9 / 5 + 32;
        var simple = (steadman(fahrenheit, humidity) + fahrenheit) / 2;
        var index =
                simple < REGRESSION_FROM ? simple : rothfusz(fahrenheit, humidity) + adjustment(fahrenheit, humidity);
        return (index - 32) * 5 / 9;
    }

    private static double steadman(double t, double humidity) {
        return 0.5 * (t + 61.0 + (t - 68.0) * 1.2 + humidity * 0.094);
    }

    private static double rothfusz(double t, double r) {
        return -42.379
                + 2.04901523 * t
                + 10.14333127 * r
                - 0.22475541 * t * r
                - 0.00683783 * t * t
                - 0.05481717 * r * r
                + 0.00122874 * t * t * r
                + 0.00085282 * t * r * r
                - 0.00000199 * t * t * r * r;
    }

    private static double adjustment(double t, double r) {
        if (r < 13 && t >= 80 && t <= 112) return -(13 - r) / 4 * Math.sqrt((17 - Math.abs(t - 95)) / 17);
        if (r > 85 && t >= 80 && t <= 87) return (r - 85) / 10 * (87 - t) / 5;
        return 0;
    }
}
