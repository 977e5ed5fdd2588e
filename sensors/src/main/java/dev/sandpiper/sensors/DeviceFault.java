package dev.sandpiper.sensors;

/** A device did not do what its datasheet promises. The message is one sentence for an operator, published as it is. */
public final class DeviceFault extends Exception {
    private static final long serialVersionUID = 1;

    public DeviceFault(String sentence) {
        super(sentence);
    }

    public DeviceFault(String sentence, Throwable cause) {
        super(sentence, cause);
    }
}
