package dev.sandpiper.agent.safestate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sandpiper.agent.config.AgentConfig;
import dev.sandpiper.agent.config.Environment;
import dev.sandpiper.agent.foreign.ForeignDriver;
import dev.sandpiper.sensors.DriverType;
import dev.sandpiper.sensors.DriverType.SensorType;
import dev.sandpiper.sensors.chip.Drivers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlanFileTest {
    private static final String YAML = """
            broker: { url: "mqtt://127.0.0.1:1" }
            outbox: { directory: "the data" }
            board:
              type: simulated
              trace: a trace.log
              control: control.txt
              i2c:
                - { bus: 1, address: 0x48, registers: { 0x00: "19 10", 0x01: "60 A0" } }
                - { bus: 1, address: 0x44, replies: { "24 00": "61 B8", "30 A2": "" } }
                - { bus: mux1/3, address: 0x61, chip: mcp4725 }
            actuators:
              - { id: mux1, type: tca9548a, address: 0x70 }
              - { id: expander1, type: mcp23017, bus: mux1/3, address: 0x20 }
              - { id: pump, type: gpio-output, pin: 22, active: low, safe: on }
              - { id: lamp, type: gpio-output, pin: expander1/7 }
              - { id: fan, type: pwm-output, pin: 18, safe: 0.25 }
              - { id: flap, type: servo, pin: 19, range: [180, 0], safe: 90 }
              - { id: led, type: pca9685, channel: 3 }
              - { id: valve, type: mcp4725, bus: mux1/3, address: 0x61, safe: 1.5 }
            """;

    private final Path folder;
    private final Path configuration;
    private final PlanFile file;
    private final SafePlan plan;

    PlanFileTest(@TempDir Path folder) throws Exception {
        this.folder = folder;
        configuration = folder.resolve("agent.yaml");
        file = at("this boot");
        Files.writeString(configuration, YAML);
        plan = SafePlan.of(AgentConfig.read(configuration, Environment.ofThisMachine()));
    }

    @BeforeEach
    void anAgentRan() throws Exception {
        Files.createDirectories(file.directory());
        file.write(plan);
    }

    private PlanFile at(String boot) {
        return new PlanFile(configuration.resolveSibling("data"), boot, configuration);
    }

    @Test
    void aPlanIsReadAsItWasWritten() {
        assertEquals(plan, file.plan().orElseThrow());
    }

    @Test
    void driversFromOutsideArePartOfThePlan() throws Exception {
        var driver = new ForeignDriver("my-horn", Path.of("/opt/my drivers/horn.jar"), "com.example.Horn");
        var with = new SafePlan(plan.directory(), plan.board(), List.of(driver), plan.hubs(), plan.outputs());
        file.write(with);
        assertEquals(with, file.plan().orElseThrow());
    }

    @Test
    void everyTypeThatHasToDoWithOutputsIsFoundByItsName() {
        for (var type : Drivers.ALL)
            if (!(type instanceof SensorType)) assertEquals(Optional.<DriverType>of(type), Types.named(type.name()));
    }

    @Test
    void anotherBootHasNoPlan() {
        assertEquals(Optional.empty(), at("the next boot").plan());
    }

    @Test
    void thePlanOfAnAgentThatWasKilledCountsWhateverBecameOfItsConfiguration() throws Exception {
        Files.writeString(configuration, "x: [");
        assertTrue(file.plan().isPresent());
        Files.delete(configuration);
        assertTrue(file.plan().isPresent());
    }

    @Test
    void afterACleanStopAnotherConfigurationEndsThePlan() throws Exception {
        file.stopped();
        assertEquals(plan, file.plan().orElseThrow());
        Files.writeString(configuration, YAML + "# pin 22 is a thermometer's now\n");
        assertEquals(Optional.empty(), file.plan());
    }

    @Test
    void anotherConfigurationHasAnotherPlan() {
        var other = new PlanFile(file.directory(), "this boot", folder.resolve("other.yaml"));
        assertEquals(Optional.empty(), other.plan());
    }

    @Test
    void halfAPlanIsNone() throws Exception {
        var text = Files.readString(file.file());
        for (var length : new int[] {0, 10, text.length() / 2, text.length() - 5}) {
            Files.writeString(file.file(), text.substring(0, length));
            assertEquals(Optional.empty(), file.plan());
        }
    }

    @Test
    void thePlanOfAnotherVersionIsNone() throws Exception {
        Files.writeString(file.file(), Files.readString(file.file()).replace("output pump", "valve pump"));
        assertEquals(Optional.empty(), file.plan());
    }

    @Test
    void theDirectoryIsFoundInAnyConfigurationHoweverBroken() throws Exception {
        for (var line : new String[] {
            "outbox: { directory: data }",
            "outbox:\n  directory: data # here",
            "outbox: { max_size: 1MiB, 'directory' : 'data' } }",
            "x: [\noutbox:\n  directory: \"data\"\n",
            "outbox: { directory: " + folder + "/data, batch: 1 }"
        }) {
            Files.writeString(configuration, line);
            assertEquals(plan.outputs(), found().orElseThrow().outputs(), line);
        }
    }

    private Optional<SafePlan> found() {
        return PlanFiles.left(configuration, "this boot", Map.of()).plan();
    }

    @Test
    void theServicesOwnDirectoryKnowsWhenTheConfigurationNamesAnotherOutbox() throws Exception {
        var service = Files.createDirectories(folder.resolve("run"));
        var environment = Map.of("RUNTIME_DIRECTORY", service + ":/somewhere/else");
        PlanFiles.of(configuration, file.directory(), "this boot", environment).write(plan);
        Files.writeString(configuration, "outbox: { directory: elsewhere }");
        assertEquals(Optional.empty(), found());
        assertTrue(
                PlanFiles.left(configuration, "this boot", environment).plan().isPresent());
    }

    @Test
    void aPlanThatCannotBeWrittenAnewDoesNotStayAsItWas() throws Exception {
        Files.createDirectories(
                file.file().resolveSibling(PlanFile.NAME + ".new").resolve("in the way"));
        PlanFiles.of(configuration, file.directory(), "this boot", Map.of()).write(plan);
        assertEquals(Optional.empty(), file.plan());
    }
}
