package dev.sandpiper.sensors.sim;

/** A chip with outputs. */
interface Driving {

    /** What each output shows now, as the trace tells it. */
    String[] outputs();
}
