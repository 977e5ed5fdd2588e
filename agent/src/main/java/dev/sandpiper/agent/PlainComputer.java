package dev.sandpiper.agent;

import dev.sandpiper.sensors.Board;
import dev.sandpiper.sensors.DeviceFault;
import java.nio.file.Path;
import java.time.Duration;

/** A computer that is no Raspberry Pi, for what needs neither pins nor buses: the system itself, programs, the kernel's sensors. */
record PlainComputer(String model) implements Board {
    static PlainComputer ofThisProcess() {
        return new PlainComputer(System.getProperty("os.arch"));
    }

    private static DeviceFault none() {
        return new DeviceFault("this is no Raspberry Pi, and has no pins and buses");
    }

    @Override
    public I2cPort i2c(int bus, int address) throws DeviceFault {
        throw none();
    }

    @Override
    public InputPin input(int pin, Pull pull, Trigger trigger) throws DeviceFault {
        throw none();
    }

    @Override
    public OutputPin output(int pin, boolean high) throws DeviceFault {
        throw none();
    }

    @Override
    public PwmPin pwm(int pin, Duration period, Duration high) throws DeviceFault {
        throw none();
    }

    @Override
    public Path sysfs() {
        return Path.of("/sys");
    }

    @Override
    public void close() {}
}
