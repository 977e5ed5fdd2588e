package dev.sandpiper.sensors;

/** A device that is set. Confined to one thread; {@link #set} returns when the device has taken the value. */
public interface Actuator extends AutoCloseable {

    /** The value the device holds since it was opened or last set. */
    Value value();

    /**
     * Sets the device.
     *
     * @throws DeviceFault when the device did not take it; {@link #value} is then what it was
     */
    void set(Value value) throws DeviceFault;

    /** Releases the device at the value it holds; a second call does nothing. */
    @Override
    void close();
}
