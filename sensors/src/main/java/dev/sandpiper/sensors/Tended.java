package dev.sandpiper.sensors;

import java.util.Optional;

/** An actuator whose device may forget its value while nobody sets it: a chip that lost its supply for a moment. */
public interface Tended extends Actuator {

    /**
     * Looks whether the device still has its value, and gives it back; asked every few seconds.
     *
     * @return what the device had forgotten, for an operator; empty where all is well
     * @throws DeviceFault when the device does not answer or does not take its value back
     */
    Optional<String> tend() throws DeviceFault;
}
