package dev.sandpiper.sensors.sim;

import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.LongSupplier;

/** One address of a bus: a chip, the fault between it and the bus, and the time as the chip sees it. */
final class Socket {
    private final LongSupplier nanos;
    private final BiConsumer<Integer, String> changed;
    private String[] shown = {};
    private Optional<SimulatedChip> chip = Optional.empty();
    private Optional<Fault> fault = Optional.empty();
    private long stoppedAt;

    /** @param changed is told each change of what an output of the chip shows */
    Socket(LongSupplier nanos, BiConsumer<Integer, String> changed) {
        this.nanos = nanos;
        this.changed = changed;
    }

    private String[] outputs() {
        return chip.filter(Driving.class::isInstance)
                .map(Driving.class::cast)
                .map(Driving::outputs)
                .orElse(new String[0]);
    }

    private void tell() {
        var now = outputs();
        for (var i = 0; i < now.length; i++) if (!now[i].equals(shown[i])) changed.accept(i, now[i]);
        shown = now;
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
        shown = outputs();
    }

    // A stuck chip is one whose clock stands still.
    private long chipTime() {
        return fault.filter(Fault.Stuck.class::isInstance).isPresent() ? stoppedAt : nanos.getAsLong();
    }

    /** The supply was gone for a moment: every register as after a reset. */
    void reset() {
        chip.ifPresent(SimulatedChip::powerOn);
        tell();
    }

    void inject(Fault newFault) {
        stoppedAt = nanos.getAsLong();
        fault = Optional.of(newFault);
    }

    void heal() {
        var before = fault;
        fault = Optional.empty();
        var unplugged = new Fault.Unplugged();
        if (before.filter(was -> was.equals(unplugged) || was.equals(new Fault.Once(unplugged)))
                .isPresent()) reset();
    }

    boolean put(int pointer, byte[] bytes) {
        var put = chip.isPresent() && chip.get().put(pointer, bytes);
        tell();
        return put;
    }

    void write(byte[] bytes) throws IOException {
        answering().write(bytes);
        tell();
    }

    byte[] read(int length) throws IOException {
        var bytes = answering().read(length);
        if (fault.isEmpty()) return bytes;
        var disturbed = disturbed(bytes, fault.get());
        if (fault.get() instanceof Fault.Once) heal();
        return disturbed;
    }

    private SimulatedChip answering() throws IOException {
        if (fault.isPresent()) refuse(fault.get());
        return chip.orElseThrow(NoAcknowledgement::new);
    }

    private void refuse(Fault reason) throws IOException {
        switch (reason) {
            case Fault.Once(var only) -> refuseOnce(only);
            case Fault.NoAnswer() -> throw new NoAcknowledgement();
            case Fault.Unplugged() -> throw new NoAcknowledgement();
            case Fault.HeldBus() -> throw new IOException("Connection timed out");
            case Fault.ShortRead _, Fault.Stuck _, Fault.BitFlip _, Fault.StuckBits _ -> {}
        }
    }

    private void refuseOnce(Fault only) throws IOException {
        try {
            refuse(only);
        } catch (IOException felt) {
            heal();
            throw felt;
        }
    }

    private static byte[] disturbed(byte[] bytes, Fault fault) {
        return switch (fault) {
            case Fault.ShortRead(var count) -> Arrays.copyOf(bytes, Math.min(count, bytes.length));
            case Fault.BitFlip(var index, var mask) -> flipped(bytes, index, mask);
            case Fault.StuckBits(var low, var high) -> stuck(bytes, low, high);
            case Fault.Once(var only) -> disturbed(bytes, only);
            case Fault.NoAnswer _, Fault.Unplugged _, Fault.Stuck _, Fault.HeldBus _ -> bytes;
        };
    }

    private static byte[] stuck(byte[] bytes, int low, int high) {
        var stuck = bytes.clone();
        for (var i = 0; i < stuck.length; i++) stuck[i] = (byte) (stuck[i] & ~low | high);
        return stuck;
    }

    private static byte[] flipped(byte[] bytes, int index, int mask) {
        var flipped = bytes.clone();
        if (index < flipped.length) flipped[index] ^= (byte) mask;
        return flipped;
    }
}
