package dev.sandpiper.agent.cli;

import dev.sandpiper.agent.testing.Command;
import dev.sandpiper.agent.testing.Folders;
import dev.sandpiper.agent.testing.Mosquitto;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** A configuration of the device "hut", and the mosquitto that {@code check --connect} is tried against; it is gone after the test. */
final class ConnectBench implements AfterEachCallback {
    static final String EVERYTHING = "user hut\ntopic readwrite sandpiper/hut/#\n";
    /** As config/mosquitto gives them. */
    static final String RECOMMENDED = shipped();

    private final Path folder = Folders.temporary();
    private final List<Mosquitto> started = new ArrayList<>();

    private static String shipped() {
        try {
            return Files.readString(Path.of("..", "config", "mosquitto", "acl"));
        } catch (IOException missing) {
            throw new UncheckedIOException(missing);
        }
    }

    @Override
    public void afterEach(ExtensionContext test) {
        started.forEach(Mosquitto::close);
        Folders.delete(folder);
    }

    Path folder() {
        return folder;
    }

    /** Not started yet; "observer" may do everything. */
    Mosquitto broker(String rights) {
        var place = folder.resolve("broker");
        var broker = Mosquitto.in(place).withPassword("hut", "secret");
        write("broker/rights", rights + "user observer\ntopic readwrite #\n");
        Command.run("mosquitto_passwd", "-b", place.resolve("passwords").toString(), "observer", "secret");
        started.add(broker.with("acl_file " + place.resolve("rights")));
        return broker;
    }

    Path write(String name, String text) {
        try {
            return Files.writeString(folder.resolve(name), text);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    Typed check(String url) {
        return Typed.line("check", "--connect", "--config", configuration(url, "secret", ""));
    }

    Typed check(int port) {
        return check("mqtt://127.0.0.1:" + port);
    }

    Path configuration(String url, String password, String tls) {
        try {
            Files.setPosixFilePermissions(
                    write("password", password + "\n"), PosixFilePermissions.fromString("rw-------"));
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
        return write("agent.yaml", """
                device: { id: hut }
                broker: { url: "%s", username: hut, password_file: password %s }
                outbox: { directory: data }
                board: { type: simulated }
                health: { every: 1h }
                sensors: [ { id: air, type: bme280, every: 1h } ]
                actuators: [ { id: pump, type: gpio-output, pin: 22, max_on: 10m } ]
                """.formatted(url, tls));
    }

    /** Result and sentence of a line, one blank apart. */
    static String of(Typed typed, String name) {
        return typed.out()
                .lines()
                .filter(line -> line.startsWith(name + "  "))
                .map(line -> line.substring(name.length()).strip().replaceAll("  +", " "))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no line '" + name + "' in\n" + typed));
    }

    static List<String> namesThatAre(Typed typed, String result) {
        return typed.out()
                .lines()
                .filter(line -> line.matches("\\S+ +" + result + "( .*)?"))
                .map(line -> line.substring(0, line.indexOf(' ')))
                .toList();
    }

    static String tls(Path ca) {
        return ", tls: { ca_file: \"" + ca + "\" }";
    }
}
