package dev.sandpiper.agent.config;

import java.util.List;

/**
 * What is reckoned from a sensor's own values.
 *
 * @param seaLevel the pressure there in hPa, by which {@code altitude} is reckoned
 */
public record DerivationConfig(List<Derived> values, double seaLevel) {
    /** Of the standard atmosphere, ISO 2533. */
    public static final double STANDARD_SEA_LEVEL = 1013.25;

    public static final DerivationConfig NONE = new DerivationConfig(List.of(), STANDARD_SEA_LEVEL);

    public DerivationConfig {
        values = values.stream().distinct().sorted().toList();
    }
}
