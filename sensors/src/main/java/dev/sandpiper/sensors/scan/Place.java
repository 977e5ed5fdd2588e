package dev.sandpiper.sensors.scan;

import dev.sandpiper.sensors.Bus;

/** An address of a bus. */
public record Place(Bus bus, int address) {}
