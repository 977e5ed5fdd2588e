package dev.sandpiper.agent.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.sandpiper.agent.cli.InitPlace.Machine;
import dev.sandpiper.agent.testing.Folders;
import dev.sandpiper.sensors.kernel.I2cBus;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** A folder without a configuration, on a Pi with a BME280 and an SHT3x, which can only be guessed, or on another machine. */
final class InitBench implements AfterEachCallback {
    private final Path folder = Folders.temporary();
    private String made = "made";
    private InitOwner owner = new InitOwner(Optional.empty());

    /** What registers say of which chip they are. */
    private static final class Wire implements I2cBus {
        @Override
        public void knock(int address) throws IOException {
            if (address != 0x76 && address != 0x44) throw new IOException("/dev/i2c-1: Remote I/O error");
        }

        @Override
        public byte[] transfer(int address, byte[] written, int length) throws IOException {
            knock(address);
            var bytes = new byte[length];
            if (address == 0x76 && length > 0 && written.length == 1 && written[0] == (byte) 0xD0) bytes[0] = 0x60;
            return bytes;
        }

        @Override
        public void close() {}
    }

    InitBench ownedBy(String service) {
        owner = new InitOwner(Optional.of(service));
        return this;
    }

    /** Another folder for the configuration. */
    InitBench at(String name) {
        made = name;
        return this;
    }

    /** A Pi 4 with those buses besides 1, of which 20 leads to a monitor, and 22 is handed on as 0 and 10. */
    InitBench withBuses(int... numbers) {
        try {
            var devices = Files.createDirectories(folder.resolve("dev"));
            var buses = Files.createDirectories(folder.resolve("sys/bus/i2c/devices"));
            var soc = Files.createDirectories(folder.resolve("sys/devices/soc"));
            for (var number : numbers) {
                Files.createFile(devices.resolve("i2c-" + number));
                var parent = number == 0 || number == 10 ? soc.resolve("i2c-22") : soc;
                var bus = Files.createDirectories(parent.resolve("i2c-" + number));
                Files.createSymbolicLink(buses.resolve("i2c-" + number), bus);
            }
            var monitor = Files.createDirectories(folder.resolve("sys/class/drm/card1-HDMI-A-1"));
            Files.createSymbolicLink(monitor.resolve("ddc"), soc.resolve("i2c-20"));
            return this;
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    private InitPlace place(Machine machine, Optional<Person> person) {
        try {
            var devices = Files.createDirectories(folder.resolve("dev"));
            if (Files.notExists(devices.resolve("i2c-1"))) Files.createFile(devices.resolve("i2c-1"));
            var sys = Files.createDirectories(folder.resolve("sys"));
            var computer = new Computer(devices, sys, device -> new Wire(), List::of);
            return new InitPlace(computer, machine, person, owner);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    Path configuration() {
        return folder.resolve(made).resolve("agent.yaml");
    }

    Path folder() {
        return folder;
    }

    Path write(String name, String text) {
        try {
            return Files.writeString(folder.resolve(name), text);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    /** A script: no terminal. */
    Typed script(Machine machine, Object... words) {
        return typed(place(machine, Optional.empty()), words);
    }

    /** All of the lines have to be asked for. */
    Typed person(Machine machine, List<String> lines, Object... words) {
        var person = new ScriptedPerson(lines.toArray(String[]::new));
        var typed = typed(place(machine, Optional.of(person)), words);
        assertEquals(List.of(), person.left(), typed.toString());
        return typed;
    }

    private Typed typed(InitPlace place, Object... words) {
        var all = Stream.concat(Stream.of("init", "--config", configuration()), Stream.of(words));
        return Typed.at(() -> place, all.toArray());
    }

    String text(String name) {
        try {
            return Files.readString(configuration().resolveSibling(name));
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    /** Mode and owner of a file that was made. */
    String access(String name) {
        try {
            var file = configuration().resolveSibling(name);
            var owner = Files.getAttribute(file, "unix:owner").toString();
            var group = Files.getAttribute(file, "unix:group").toString();
            return "%s %s %s"
                    .formatted(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)), owner, group);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    /** What is in the folder of the configuration. */
    List<String> made() {
        var made = configuration().getParent();
        if (Files.notExists(made)) return List.of();
        try (var files = Files.list(made)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    @Override
    public void afterEach(ExtensionContext test) {
        Folders.delete(folder);
    }
}
