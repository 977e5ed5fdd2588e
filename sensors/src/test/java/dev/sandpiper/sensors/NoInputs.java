package dev.sandpiper.sensors;

import dev.sandpiper.sensors.Board.InputPin;
import dev.sandpiper.sensors.Board.Pull;
import dev.sandpiper.sensors.Board.Trigger;

/** Of a board that has none. */
record NoInputs() implements Inputs {
    @Override
    public InputPin request(int pin, Pull pull, Trigger trigger) throws DeviceFault {
        throw new DeviceFault("no inputs here");
    }

    @Override
    public void close() {}
}
