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

    /** A driver's defect, told as a fault of its device: nothing else must suffer from it. */
    public static DeviceFault ofDefect(RuntimeException defect) {
        return new DeviceFault("the driver has a defect: " + defect, defect);
    }
}
