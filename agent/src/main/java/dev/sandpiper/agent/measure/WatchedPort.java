package dev.sandpiper.agent.measure;

import dev.sandpiper.agent.loop.Step;
import dev.sandpiper.agent.loop.Time;
import dev.sandpiper.sensors.Board.I2cPort;
import dev.sandpiper.sensors.DeviceFault;
import dev.sandpiper.sensors.DeviceFault.Nature;
import java.time.Duration;
import java.util.Optional;

/**
 * A chip that is set. Each transfer that does not end holds up its bus for the kernel's time-out, about 1 s: the next one
 * is refused until a pause has passed, which grows. It stays short, for it is a pump that is to be switched off.
 */
final class WatchedPort implements I2cPort {
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

    private final I2cPort port;
    private final BusWatch bus;
    private final Time time;
    private Duration pause = FIRST_PAUSE;
    private Optional<DeviceFault> held = Optional.empty();
    private long nextTry;

    WatchedPort(I2cPort port, BusWatch bus, Time time) {
        this.port = port;
        this.bus = bus;
        this.time = time;
        bus.watch(port.place());
    }

    @FunctionalInterface
    private interface Transfer {
        byte[] run() throws DeviceFault;
    }

    private byte[] judged(Transfer transfer) throws DeviceFault {
        if (held.isPresent() && time.nanos() - nextTry < 0) throw held.get();
        try {
            var bytes = transfer.run();
            bus.free();
            ended();
            return bytes;
        } catch (DeviceFault fault) {
            var told = bus.judged(port.place(), fault);
            if (fault.nature() == Nature.HELD) leaveAlone(told);
            else ended();
            throw told;
        }
    }

    private void leaveAlone(DeviceFault fault) {
        held = Optional.of(fault);
        nextTry = time.in(pause);
        pause = Step.sooner(pause.multipliedBy(2), LONGEST_PAUSE);
    }

    private void ended() {
        held = Optional.empty();
        pause = FIRST_PAUSE;
    }

    @Override
    public void write(byte... bytes) throws DeviceFault {
        judged(() -> {
            port.write(bytes);
            return bytes;
        });
    }

    @Override
    public byte[] read(int length) throws DeviceFault {
        return judged(() -> port.read(length));
    }

    @Override
    public byte[] readRegister(int pointer, int length) throws DeviceFault {
        return judged(() -> port.readRegister(pointer, length));
    }

    @Override
    public String place() {
        return port.place();
    }

    @Override
    public void close() {
        port.close();
    }
}
