package dev.sandpiper.sensors.sim;

/** What a chip does on the bus. Each model is written from its datasheet alone. */
interface SimulatedChip {

    /** The supply comes up: every register as after a reset. */
    void powerOn();

    /** Takes the bytes of a write transfer; no bytes are a bare address. */
    void write(byte[] bytes) throws NoAcknowledgement;

    /** Gives the bytes of a read transfer; fewer than {@code length} are a short read. */
    byte[] read(int length) throws NoAcknowledgement;

    /**
     * Puts bytes into registers from the outside, read-only ones too; they stay until the chip is switched on anew.
     *
     * @return whether the chip has registers that can be put
     */
    boolean put(int pointer, byte[] bytes);
}
