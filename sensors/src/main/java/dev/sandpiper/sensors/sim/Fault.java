package dev.sandpiper.sensors.sim;

/** What can go wrong with one simulated chip. A chip has at most one fault at a time. */
public sealed interface Fault {

    /** No acknowledgement; the chip keeps its registers. */
    record NoAnswer() implements Fault {}

    /** Taken off the bus: no acknowledgement, and after {@link SimulatedBoard#heal} the registers are those of a reset. */
    record Unplugged() implements Fault {}

    /** Reads end after {@code bytes} bytes. */
    record ShortRead(int bytes) implements Fault {}

    /** The chip answers but measures nothing more: a conversion never ends. */
    record Stuck() implements Fault {}

    /** The bits of {@code mask} are turned over in the byte at {@code index} of each read. */
    record BitFlip(int index, int mask) implements Fault {}

    /** A wire of the data path is broken: in each byte read the bits of {@code low} are 0, those of {@code high} are 1. */
    record StuckBits(int low, int high) implements Fault {}

    /** Another fault, until it was felt once. */
    record Once(Fault fault) implements Fault {}

    /** Each transfer with the chip ends in a time-out, as when a line of the bus is held low. */
    record HeldBus() implements Fault {}
}
