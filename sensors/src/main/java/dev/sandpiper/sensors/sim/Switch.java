package dev.sandpiper.sensors.sim;

/** A chip that connects further buses to its own. */
interface Switch extends SimulatedChip {

    /** A bit for each bus that is connected. */
    int connected();
}
