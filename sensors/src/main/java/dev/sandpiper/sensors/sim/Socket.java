package dev.sandpiper.sensors.sim;

import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.LongSupplier;

/** One address of a bus: a chip, the fault between it and the bus, and the time as the chip sees it. */
final class Socket {
    private final LongSupplier nanos;
    private Optional<SimulatedChip> chip = Optional.empty();
    private Optional<Fault> fault = Optional.empty();
    private long stoppedAt;

    Socket(LongSupplier nanos) {
        this.nanos = nanos;
    }

    boolean empty() {
        return chip.isEmpty();
    }

    /** The buses that the chip connects to this one, a bit each; none unless it is one that does. */
    int connected() {
        if (fault.filter(Fault.Unplugged.class::isInstance).isPresent()) return 0;
        return chip.filter(Switch.class::isInstance)
                .map(Switch.class::cast)
                .map(Switch::connected)
                .orElse(0);
    }

    void plugIn(Function<LongSupplier, SimulatedChip> model) {
        chip = Optional.of(model.apply(this::chipTime));
    }

    // A stuck chip is one whose clock stands still.
    private long chipTime() {
        return fault.filter(Fault.Stuck.class::isInstance).isPresent() ? stoppedAt : nanos.getAsLong();
    }

    void inject(Fault newFault) {
        stoppedAt = nanos.getAsLong();
        fault = Optional.of(newFault);
    }

    void heal() {
        var wasUnplugged = fault.filter(Fault.Unplugged.class::isInstance).isPresent();
        fault = Optional.empty();
        if (wasUnplugged) chip.ifPresent(SimulatedChip::powerOn);
    }

    boolean put(int pointer, byte[] bytes) {
        return chip.isPresent() && chip.get().put(pointer, bytes);
    }

    void write(byte[] bytes) throws IOException {
        answering().write(bytes);
    }

    byte[] read(int length) throws IOException {
        var bytes = answering().read(length);
        return fault.isEmpty() ? bytes : disturbed(bytes, fault.get());
    }

    private SimulatedChip answering() throws IOException {
        if (fault.isPresent()) refuse(fault.get());
        return chip.orElseThrow(NoAcknowledgement::new);
    }

    private static void refuse(Fault fault) throws IOException {
        switch (fault) {
            case Fault.NoAnswer() -> throw new NoAcknowledgement();
            case Fault.Unplugged() -> throw new NoAcknowledgement();
            case Fault.HeldBus() -> throw new IOException("Connection timed out");
            case Fault.ShortRead _, Fault.Stuck _, Fault.BitFlip _ -> {}
        }
    }

    private static byte[] disturbed(byte[] bytes, Fault fault) {
        return switch (fault) {
            case Fault.ShortRead(var count) -> Arrays.copyOf(bytes, Math.min(count, bytes.length));
            case Fault.BitFlip(var index, var mask) -> flipped(bytes, index, mask);
            case Fault.NoAnswer _, Fault.Unplugged _, Fault.Stuck _, Fault.HeldBus _ -> bytes;
        };
    }

    private static byte[] flipped(byte[] bytes, int index, int mask) {
        var flipped = bytes.clone();
        if (index < flipped.length) flipped[index] ^= (byte) mask;
        return flipped;
    }
}
