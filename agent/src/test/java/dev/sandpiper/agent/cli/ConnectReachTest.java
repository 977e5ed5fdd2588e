package dev.sandpiper.agent.cli;

import static dev.sandpiper.agent.cli.ConnectBench.EVERYTHING;
import static dev.sandpiper.agent.cli.ConnectBench.namesThatAre;
import static dev.sandpiper.agent.cli.ConnectBench.of;
import static dev.sandpiper.agent.cli.ConnectBench.text;
import static dev.sandpiper.agent.cli.ConnectBench.tls;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sandpiper.agent.testing.Mosquitto;
import dev.sandpiper.agent.testing.TestCertificates;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** What {@code check --connect} says of the way to a broker: name, port, TLS and login. */
@Execution(ExecutionMode.CONCURRENT)
class ConnectReachTest {
    @RegisterExtension
    private final ConnectBench bench = new ConnectBench();

    @Test
    void aWrongPasswordIsFoundAndNothingElseTried() {
        var broker = bench.broker(EVERYTHING).start();
        var url = "mqtt://127.0.0.1:" + broker.port();
        var typed = Typed.line("check", "--connect", "--config", bench.configuration(url, "wrong", ""));
        assertEquals(1, typed.code());
        assertTrue(
                of(typed, "login").startsWith("FAILED the broker refuses the login of 'hut' as not authorised"),
                typed.out());
        assertEquals(List.of("session", "will", "retained", "topics"), namesThatAre(typed, "not tried"));
    }

    @Test
    void aWrongAuthorityIsFound() {
        var certificates = TestCertificates.in(bench.folder().resolve("ca"));
        var other = TestCertificates.in(bench.folder().resolve("other"));
        var broker = bench.broker(EVERYTHING).withTls(certificates, certificates.forLoopback());
        broker.start();
        var url = "mqtts://127.0.0.1:" + broker.port();
        var typed = Typed.line("check", "--connect", "--config", bench.configuration(url, "secret", tls(other.ca())));
        assertEquals(1, typed.code());
        assertEquals("ok 127.0.0.1 is an address", of(typed, "name"));
        assertTrue(of(typed, "TLS").startsWith("FAILED the broker's certificate is not trusted by"), typed.out());
        assertEquals("not tried", of(typed, "login"));
    }

    @Test
    void aClosedPortAndAnUnknownNameAreFound() {
        var closed = bench.check(Mosquitto.freePort());
        assertEquals(1, closed.code());
        assertTrue(of(closed, "port").startsWith("FAILED nothing listens on 127.0.0.1:"), closed.out());
        var unknown = Typed.line(
                "check",
                "--connect",
                "--config",
                bench.configuration("mqtt://broker.invalid", "secret", ", allow_plaintext: true"));
        assertEquals(1, unknown.code());
        assertTrue(of(unknown, "name").startsWith("FAILED the name 'broker.invalid' cannot be resolved"));
        assertEquals("not tried", of(unknown, "port"));
    }

    @Test
    void eachOfSeveralBrokersIsTried() {
        var broker = bench.broker(EVERYTHING).start();
        var urls = "mqtt://127.0.0.1:" + Mosquitto.freePort() + "\", \"mqtt://127.0.0.1:" + broker.port();
        var typed = Typed.line(
                "check",
                "--connect",
                "--config",
                bench.write(
                        "agent.yaml",
                        text(bench.configuration("X", "secret", ""))
                                .replace("url: \"X\"", "url: [ \"" + urls + "\" ]")));
        assertEquals(1, typed.code(), typed.toString());
        assertEquals(List.of("port"), namesThatAre(typed, "FAILED"));
        assertEquals(
                1,
                typed.out().lines().filter(line -> line.matches("login +ok .*")).count());
    }

    @Test
    void aWrongConfigurationIsSaidAndNothingTried() {
        var typed = Typed.line("check", "--connect", "--config", bench.write("agent.yaml", "broker: {}\n"));
        assertEquals(78, typed.code());
        assertEquals("", typed.out());
    }
}
