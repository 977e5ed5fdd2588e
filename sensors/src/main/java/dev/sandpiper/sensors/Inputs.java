package dev.sandpiper.sensors;

import dev.sandpiper.sensors.Board.InputPin;
import dev.sandpiper.sensors.Board.Pull;
import dev.sandpiper.sensors.Board.Trigger;

/** Where a board's inputs come from: the kernel on a Pi, Pi4J's provider on the simulated board. */
interface Inputs extends AutoCloseable {

    InputPin request(int pin, Pull pull, Trigger trigger) throws DeviceFault;

    /** Releases all inputs; a second call does nothing. */
    @Override
    void close();
}
