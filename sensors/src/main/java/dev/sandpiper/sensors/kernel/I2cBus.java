package dev.sandpiper.sensors.kernel;

import java.io.IOException;

/** An I2C bus of the kernel. Each call is one transaction, between which the kernel lets other programs have theirs. */
public interface I2cBus extends AutoCloseable {

    /**
     * Sends an address and nothing else: whether somebody acknowledges.
     *
     * @throws IOException with the kernel's reason; {@code Device or resource busy} where a driver of the kernel has it
     */
    void knock(int address) throws IOException;

    /**
     * Writes, then with a repeated start reads; one of both may be nothing.
     *
     * @throws IOException with the kernel's reason
     */
    byte[] transfer(int address, byte[] written, int length) throws IOException;

    @Override
    void close() throws IOException;
}
