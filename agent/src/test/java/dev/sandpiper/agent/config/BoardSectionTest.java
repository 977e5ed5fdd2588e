package dev.sandpiper.agent.config;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.sandpiper.agent.config.BoardConfig.BoardType;
import dev.sandpiper.agent.config.SimulatedDevice.Contents;
import dev.sandpiper.agent.config.SimulatedDevice.Reply;
import dev.sandpiper.sensors.Bus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BoardSectionTest {
    @TempDir
    Path folder;

    private BoardConfig board(String keys) throws ConfigErrors {
        return Configurations.in(folder)
                .read("board: { " + keys + " }\n" + Configurations.SHORTEST)
                .board();
    }

    private void refuse(String keys, String error) {
        Configurations.in(folder)
                .refuse("board: { " + keys + " }\n" + Configurations.SHORTEST, "agent.yaml:1:" + error);
    }

    private void refuseDevice(String keys, String error) {
        refuse("type: simulated, i2c: [ { " + keys + " } ]", error);
    }

    private Contents contents(String keys) throws ConfigErrors {
        return board("type: simulated, i2c: [ { " + keys + " } ]")
                .i2c()
                .getFirst()
                .contents();
    }

    @Test
    void theBoardIsLookedForUnlessNamed() throws ConfigErrors {
        var usual = new BoardConfig(BoardType.AUTO, Optional.empty(), Optional.empty(), Optional.empty(), List.of());
        assertEquals(
                usual, Configurations.in(folder).read(Configurations.SHORTEST).board());
        assertEquals(BoardType.RASPBERRY_PI, board("type: raspberry-pi").type());
        assertEquals(BoardType.SIMULATED, board("type: simulated").type());
    }

    @Test
    void filesOfTheSimulatedBoardNeedNotExistButSysfsMust() throws IOException, ConfigErrors {
        Files.createDirectories(folder.resolve("replay/sys"));
        var board = board("type: simulated, trace: t.log, control: c.txt, sysfs: replay/sys");
        assertEquals(Optional.of(folder.resolve("t.log")), board.trace());
        assertEquals(Optional.of(folder.resolve("c.txt")), board.control());
        assertEquals(Optional.of(folder.resolve("replay/sys")), board.sysfs());
        refuse("type: simulated, sysfs: nowhere", "34: board.sysfs: no folder nowhere; create it or correct the name");
    }

    @Test
    void devicesAreChipsRegistersOrReplies() throws ConfigErrors {
        var board = board("""
                type: simulated, i2c: [
                  { address: 0x76, chip: bme280 },
                  { bus: 3, address: 0x48, registers: { 0x00: "19 10", 0x10: "60 a0 ff", 0x20: 07 } },
                  { address: 0x44, replies: { "24 00": "61 B8 3C 7F 2E 90", 0x0e: "01" } } ]""".replace("0x0e", "\"0e\""));
        var runs = new TreeMap<>(Map.of(0x00, List.of(0x19, 0x10), 0x10, List.of(0x60, 0xa0, 0xff), 0x20, List.of(7)));
        assertEquals(
                List.of(
                        new SimulatedDevice(new Bus.Own(1), 0x76, new Contents.Chip("bme280")),
                        new SimulatedDevice(new Bus.Own(3), 0x48, new Contents.Registers(runs)),
                        new SimulatedDevice(
                                new Bus.Own(1),
                                0x44,
                                new Contents.Replies(List.of(
                                        new Reply(List.of(0x24, 0x00), List.of(0x61, 0xb8, 0x3c, 0x7f, 0x2e, 0x90)),
                                        new Reply(List.of(0x0e), List.of(0x01)))))),
                board.i2c());
    }

    @Test
    void onlyTheSimulatedBoardHasFilesAndDevices() {
        refuse("trace: t.log", "17: board.trace: only the simulated board has it; set board.type: simulated");
        refuse(
                "type: raspberry-pi, i2c: []",
                "35: board.i2c: only the simulated board has it; set board.type: simulated");
    }

    @Test
    void anotherBoardIsRefused() {
        refuse(
                "type: raspberry",
                "16: board.type: found 'raspberry', expected auto, raspberry-pi or simulated; did you mean 'raspberry-pi'?");
    }

    @Test
    void aDeviceHasOneKindOfContents() {
        refuseDevice(
                "address: 0x48", "34: board.i2c[0]: found none, expected one of chip, registers and replies; add one");
        refuseDevice(
                "address: 0x48, chip: lm75, registers: {}",
                "34: board.i2c[0]: found chip and registers, expected one of chip, registers and replies; keep one");
    }

    @Test
    void aChipNeedsAModel() {
        refuseDevice("address: 0x48, chip: lm57", "57: board.i2c[0].chip: no model of 'lm57'; did you mean 'lm75'?");
        refuseDevice(
                "address: 0x48, chip: gpio-input",
                "57: board.i2c[0].chip: no model of 'gpio-input'; there are bme280, bmp280, lm75, adc, tca9548a");
    }

    @Test
    void anAddressIsOneTheBusHas() {
        refuseDevice(
                "address: 0x78, chip: lm75", "45: board.i2c[0].address: found 0x78, expected 0x08 to 0x77; correct it");
        refuseDevice("chip: lm75", "34: board.i2c[0].address: missing, expected 0x08 to 0x77; add it");
        refuse(
                "type: simulated, i2c: [ { address: 0x48, chip: lm75 }, { address: 0x48, chip: lm75 } ]",
                "76: board.i2c[1].address: i2c-1 0x48 is already taken by board.i2c[0]; keep one");
    }

    @Test
    void bytesArePairsOfHexDigits() {
        var at = "address: 0x48, registers: ";
        refuseDevice(
                at + "{ 0x00: 1910 }",
                "70: board.i2c[0].registers: found 1910, expected bytes as pairs of hex digits; write them like \"19 10\"");
        refuseDevice(
                at + "{ 0x00: \"19 1\" }",
                "70: board.i2c[0].registers: found '19 1', expected bytes as pairs of hex digits; write them like \"19 10\"");
        refuseDevice(
                at + "{ 0x00: [0x19] }",
                "70: board.i2c[0].registers: found a list, expected bytes; write them like \"19 10\"");
        refuseDevice(
                at + "{ 0x100: \"19\" }",
                "64: board.i2c[0].registers: found 0x100, expected a register number 0x00 to 0xff; correct it");
        refuseDevice(
                at + "{ 0x01: \"19 10\", 1: \"11\" }",
                "79: board.i2c[0].registers: register 0x01 is given twice; keep one");
        refuseDevice(
                "address: 0x48, replies: { \"24 00\": \"61\", \"24  00\": \"62\" }",
                "77: board.i2c[0].replies: '24  00' is answered twice; keep one");
        refuseDevice(
                "address: 0x48, replies: [ 1 ]",
                "60: board.i2c[0].replies: found a list, expected bytes written with bytes to read like \"24 00\": \"61 B8\"; correct it");
    }

    @Test
    void bytesMayBeWrittenWithoutBlanks() throws ConfigErrors {
        assertEquals(
                contents("address: 0x48, replies: { \"24 00\": \"61 b8 3C\", \"FD\": \"00\" }"),
                contents("address: 0x48, replies: { \"2400\": \"61b83C\", fd: 00 }"));
    }

    @Test
    void noBytesAreBeforeAnyWriteOrNothingToRead() throws ConfigErrors {
        assertEquals(
                new Contents.Replies(List.of(new Reply(List.of(), List.of(0xFF)), new Reply(List.of(0xFE), List.of()))),
                contents("address: 0x20, replies: { \"\": \"FF\", \"FE\": \"\" }"));
        refuseDevice(
                "address: 0x20, registers: { 0x00: \"\" }",
                "70: board.i2c[0].registers: found '', expected bytes as pairs of hex digits; write them like \"19 10\"");
    }
}
