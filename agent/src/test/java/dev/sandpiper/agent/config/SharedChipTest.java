package dev.sandpiper.agent.config;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Contract section 6: entries may share an I2C address only with the same type and different channels. */
class SharedChipTest {
    private static final String FIRST = "{ id: a, type: adc, channel: 0 }";

    @TempDir
    Path folder;

    private static String file(String... entries) {
        return "sensors:\n- " + String.join("\n- ", entries) + "\n" + Configurations.WITH_BROKER;
    }

    private Stream<String> channels(String... entries) throws ConfigErrors {
        return Configurations.in(folder).read(file(entries)).sensors().stream()
                .map(sensor -> sensor.options().text("channel"));
    }

    private void refuse(String error, String... entries) {
        Configurations.in(folder).refuse(file(entries), "agent.yaml:" + error);
    }

    @Test
    void channelsOfOneChipHaveAnEntryEach() throws ConfigErrors {
        assertEquals(
                Stream.of("0", "1", "0-1", "0").toList(),
                channels(
                                FIRST,
                                "{ id: b, type: adc, channel: 1 }",
                                "{ id: c, type: adc, channel: \"0-1\" }",
                                "{ id: d, type: adc, channel: 0, address: 0x49 }")
                        .toList());
    }

    @Test
    void oneChannelBelongsToOneEntry() {
        refuse(
                "3:32: sensors[1].channel: i2c-1 0x48 channel 0 is already taken by sensors[0] (a); give sensors[1] (b) another",
                FIRST,
                "{ id: b, type: adc, channel: 0x0 }");
    }

    @Test
    void anotherTypeMayNotShareTheAddress() {
        refuse(
                "3:3: sensors[1].address: i2c-1 0x48 is already taken by sensors[0] (a); give sensors[1] (b) another",
                FIRST,
                "{ id: b, type: lm75 }");
        refuse(
                "3:3: sensors[1].address: i2c-1 0x48 is already taken by sensors[0] (b); give sensors[1] (a) another",
                "{ id: b, type: lm75 }",
                FIRST);
    }

    @Test
    void aChoiceOfNumbersIsWrittenAsNumberOrText() throws ConfigErrors {
        var written = Stream.of("4.096", "4.0960", "\"4.096\"");
        for (var gain : written.toList())
            assertEquals(
                    "4.096",
                    Configurations.in(folder)
                            .read(file("{ id: a, type: adc, channel: 1, gain: " + gain + " }"))
                            .sensors()
                            .getFirst()
                            .options()
                            .text("gain"));
    }

    @Test
    void whatIsNoneOfTheNumbersIsRefused() {
        refuse(
                "2:41: sensors[0].gain: found 4, expected 4.096 or 2.048; choose one",
                "{ id: a, type: adc, channel: 0, gain: 4 }");
        refuse(
                "2:32: sensors[0].channel: found 4, expected 0, 1 or 0-1; choose one",
                "{ id: a, type: adc, channel: 4 }");
        refuse(
                "2:32: sensors[0].channel: found '00-1', expected 0, 1 or 0-1; did you mean '0-1'?",
                "{ id: a, type: adc, channel: 00-1 }");
    }
}
