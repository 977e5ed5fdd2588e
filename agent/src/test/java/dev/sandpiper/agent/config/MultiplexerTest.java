package dev.sandpiper.agent.config;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.sandpiper.sensors.Bus;
import dev.sandpiper.sensors.Hub;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MultiplexerTest {
    @TempDir
    Path folder;

    private static final String MULTIPLEXERS = Configurations.WITH_BROKER + """
            actuators:
            - { id: mux1, type: tca9548a, address: 0x70 }
            - { id: mux2, type: tca9548a, bus: mux1/7, address: 0x71 }
            """;

    private AgentConfig read(String yaml) throws ConfigErrors {
        return Configurations.in(folder).read(yaml);
    }

    private void wrong(String yaml, String... lines) {
        assertEquals(List.of(lines), Configurations.in(folder).errors(yaml));
    }

    private static Bus bus(AgentConfig config, int sensor) {
        return config.sensors().get(sensor).options().bus("bus");
    }

    @Test
    void aChannelIsABusWithItsMultiplexer() throws ConfigErrors {
        var config = read(MULTIPLEXERS + "sensors: [ { id: air, type: bme280, bus: mux1/3 } ]\n");
        var mux1 = config.hubs().getFirst();
        assertEquals(new Bus.Channel(mux1, 3), bus(config, 0));
        assertEquals(new Bus.Own(1), bus(config, 0).root());
        assertEquals(0x70, mux1.address());
    }

    @Test
    void itIsNothingToCommand() throws ConfigErrors {
        assertEquals(List.of(), read(MULTIPLEXERS).actuators());
    }

    @Test
    void theOrderOfTheEntriesIsNoMatter() throws ConfigErrors {
        var config = read(Configurations.WITH_BROKER + """
                sensors: [ { id: air, type: bme280, bus: mux2/0 } ]
                actuators:
                - { id: mux2, type: tca9548a, bus: mux1/7, address: 0x71 }
                - { id: mux1, type: tca9548a, bus: 3 }
                """);
        assertEquals(
                List.of("mux2", "mux1"), config.hubs().stream().map(Hub::id).toList());
        assertEquals("mux2/0", bus(config, 0).toString());
        assertEquals(new Bus.Own(3), bus(config, 0).root());
        assertEquals(
                "i2c-3",
                config.sensors()
                        .getFirst()
                        .type()
                        .lane(config.sensors().getFirst().options()));
    }

    @Test
    void theSameAddressMayBeBehindEveryChannel() throws ConfigErrors {
        var config = read(MULTIPLEXERS + """
                sensors:
                - { id: one, type: bme280, bus: mux1/0 }
                - { id: two, type: bme280, bus: mux1/1 }
                - { id: three, type: bme280, bus: mux2/0 }
                """);
        assertEquals(3, config.sensors().size());
    }

    @Test
    void anAddressInFrontOfTheMultiplexerIsHeardBehindItToo() {
        wrong(
                MULTIPLEXERS + """
                        sensors:
                        - { id: one, type: bme280, bus: mux2/0 }
                        - { id: two, type: bme280 }
                        """,
                "agent.yaml:7:3: sensors[1].address: 0x76 on i2c-1 answers together with sensors[0] (one) on mux2/0, which only a multiplexer separates; give one another address");
        wrong(
                Configurations.WITH_BROKER + """
                        actuators:
                        - { id: mux1, type: tca9548a, address: 0x76 }
                        sensors: [ { id: one, type: bme280, bus: mux1/0 } ]
                        """,
                "agent.yaml:3:40: actuators[0].address: 0x76 on i2c-1 answers together with sensors[0] (one) on mux1/0, which only a multiplexer separates; give one another address");
    }

    @Test
    void anAddressBehindOneChannelIsTakenOnce() {
        wrong(
                MULTIPLEXERS + """
                        sensors:
                        - { id: one, type: bme280, bus: mux1/2 }
                        - { id: two, type: bmp280, bus: mux1/2 }
                        """,
                "agent.yaml:7:3: sensors[1].address: mux1/2 0x76 is already taken by sensors[0] (one); give sensors[1] (two) another");
    }

    @Test
    void whatIsNoChannelIsToldWithTheOneThatWasMeant() {
        wrong(
                MULTIPLEXERS + """
                        sensors:
                        - { id: one, type: bme280, bus: mux3/0 }
                        - { id: two, type: bme280, bus: mux1/8 }
                        - { id: three, type: bme280, bus: three/0 }
                        - { id: four, type: bme280, bus: mux1 }
                        - { id: five, type: bme280, bus: elsewhere/0 }
                        """,
                "agent.yaml:6:33: sensors[0].bus: no multiplexer 'mux3'; did you mean 'mux1/0'?",
                "agent.yaml:7:33: sensors[1].bus: found channel 8, expected 0 to 7 of mux1; correct it",
                "agent.yaml:8:35: sensors[2].bus: found 'three/0', but three is a bme280 and has no buses; name a multiplexer",
                "agent.yaml:9:34: sensors[3].bus: found 'mux1', expected an I2C bus number 0 to 255, or a multiplexer's channel like mux1/3; correct it",
                "agent.yaml:10:34: sensors[4].bus: no multiplexer 'elsewhere'; add one to actuators: { id: elsewhere, type: tca9548a, bus: 1, address: 0x70 }");
    }

    @Test
    void oneBehindItselfIsACircle() {
        wrong(
                Configurations.WITH_BROKER + """
                        actuators:
                        - { id: mux1, type: tca9548a, bus: mux2/0 }
                        - { id: mux2, type: tca9548a, bus: mux1/0, address: 0x71 }
                        sensors: [ { id: one, type: bme280, bus: mux1/1 } ]
                        """,
                "agent.yaml:4:36: actuators[1].bus: mux1 is behind itself: mux1 on mux2 on mux1; give one of them a bus of the board");
    }

    @Test
    void itHasNoSettingsOfAnOutput() {
        wrong(
                Configurations.WITH_BROKER + "actuators: [ { id: mux1, type: tca9548a, safe: off, max_on: 1m } ]\n",
                "agent.yaml:2:42: actuators[0].safe: unknown key; expected id, type, bus, address",
                "agent.yaml:2:53: actuators[0].max_on: unknown key; expected id, type, bus, address");
    }

    @Test
    void aSimulatedDeviceMayBeBehindOne() throws ConfigErrors {
        var config = read(MULTIPLEXERS + """
                board:
                  type: simulated
                  i2c: [ { bus: mux1/4, address: 0x76, chip: bmp280 }, { address: 0x70, chip: tca9548a } ]
                """);
        assertEquals("mux1/4", config.board().i2c().getFirst().bus().toString());
        wrong(
                Configurations.SHORTEST
                        + "board: { type: simulated, i2c: [ { bus: mux1/4, address: 0x76, chip: bmp280 } ] }\n",
                "agent.yaml:3:41: board.i2c[0].bus: no multiplexer 'mux1'; add one to actuators: { id: mux1, type: tca9548a, bus: 1, address: 0x70 }");
    }
}
