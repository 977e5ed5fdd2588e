package dev.sandpiper.agent.config;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.sandpiper.sensors.Hub;
import dev.sandpiper.sensors.Pin;
import dev.sandpiper.sensors.chip.Drivers;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExpanderTest {
    private static final String EXPANDER = Configurations.WITH_BROKER + """
            actuators:
            - { id: expander1, type: mcp23017 }
            - { id: small, type: pcf8574, address: 0x38, poll: 20ms }
            """;

    @TempDir
    Path folder;

    private Configurations configurations() {
        return new Configurations(folder, Machine.named("hut"), Drivers.ALL);
    }

    private AgentConfig read(String yaml) throws ConfigErrors {
        return configurations().read(yaml);
    }

    private void wrong(String yaml, String... lines) {
        assertEquals(List.of(lines), configurations().errors(yaml));
    }

    @Test
    void itsPinsAreWhereverAPinIs() throws ConfigErrors {
        var config = read(EXPANDER + """
                - { id: relay, type: gpio-output, pin: expander1/15 }
                sensors:
                - { id: door, type: gpio-input, pin: small/0, pull: up }
                - { id: bell, type: button, pin: expander1/0 }
                """);
        var relay = config.actuators().getFirst();
        var expander = config.hubs().getFirst();
        assertEquals(new Pin.Line(expander, 15), relay.options().pin("pin"));
        assertEquals("pin expander1/15", relay.type().place(relay.options()));
        assertEquals("i2c-1", relay.type().lane(relay.options()));
        assertEquals(
                List.of("expander1", "small"),
                config.hubs().stream().map(Hub::id).toList());
        assertEquals(1, config.actuators().size());
    }

    @Test
    void itsPinsAreOnTheThreadOfItsBusBehindAMultiplexerToo() throws ConfigErrors {
        var config = read(Configurations.WITH_BROKER + """
                actuators:
                - { id: relay, type: gpio-output, pin: deep/1 }
                - { id: deep, type: mcp23008, bus: mux1/2 }
                - { id: mux1, type: tca9548a, bus: 4 }
                """);
        var relay = config.actuators().getFirst();
        assertEquals("i2c-4", relay.type().lane(relay.options()));
    }

    @Test
    void aPinHasOneUser() {
        wrong(
                EXPANDER + """
                        - { id: relay, type: gpio-output, pin: expander1/3 }
                        sensors: [ { id: door, type: gpio-input, pin: expander1/3 } ]
                        """,
                "agent.yaml:5:40: actuators[2].pin: pin expander1/3 is already taken by sensors[0] (door); give actuators[2] (relay) another");
    }

    @Test
    void whatIsNoPinIsToldWithTheOneThatWasMeant() {
        wrong(
                EXPANDER + """
                        - { id: a, type: gpio-output, pin: expandr1/3 }
                        - { id: b, type: gpio-output, pin: small/8 }
                        - { id: c, type: gpio-output, pin: a/1 }
                        - { id: d, type: gpio-output, pin: elsewhere/1 }
                        - { id: e, type: pwm-output, pin: expander1/1 }
                        - { id: f, type: pca9685, channel: 1, bus: expander1/1 }
                        """,
                "agent.yaml:5:36: actuators[2].pin: no expander 'expandr1'; did you mean 'expander1/3'?",
                "agent.yaml:6:36: actuators[3].pin: found pin 8, expected 0 to 7 of small; correct it",
                "agent.yaml:7:36: actuators[4].pin: found 'a/1', but a is a gpio-output and has no pins; name an expander",
                "agent.yaml:8:36: actuators[5].pin: no expander 'elsewhere'; add one to actuators: { id: elsewhere, type: mcp23017, bus: 1, address: 0x20 }",
                "agent.yaml:9:35: actuators[6].pin: found 'expander1/1', expected a pin with hardware PWM: 12, 13, 18 or 19; correct it",
                "agent.yaml:10:44: actuators[7].bus: found 'expander1/1', but expander1 is a mcp23017 and has no buses; name a multiplexer");
    }

    @Test
    void thereIsNoResistorToGround() {
        wrong(
                EXPANDER + "sensors: [ { id: door, type: gpio-input, pin: small/1, pull: down } ]\n",
                "agent.yaml:5:62: sensors[0].pull: found 'down', expected up or off: small is a pcf8574 and has no resistors to ground; choose one");
    }

    @Test
    void itIsNothingToCommand() {
        wrong(
                Configurations.WITH_BROKER + "actuators: [ { id: expander1, type: mcp23008, safe: off } ]\n",
                "agent.yaml:2:47: actuators[0].safe: unknown key; expected id, type, bus, address, poll");
    }
}
