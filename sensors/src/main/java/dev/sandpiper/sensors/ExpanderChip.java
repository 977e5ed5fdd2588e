package dev.sandpiper.sensors;

/** What an expander's driver can do with the chip. */
public interface ExpanderChip extends AutoCloseable {

    /** What the lines are, asked of the chip: those that nobody here uses stay so. */
    Lines found() throws DeviceFault;

    /** Makes the lines so; one that becomes an output has its level from the first moment. */
    void make(Lines lines) throws DeviceFault;

    /** Whether the lines are so, asked of the chip. */
    boolean are(Lines lines) throws DeviceFault;

    /** The levels of all lines, a bit each. */
    int levels() throws DeviceFault;

    /** Releases the chip's address; the lines stay as they are. */
    @Override
    void close();
}
