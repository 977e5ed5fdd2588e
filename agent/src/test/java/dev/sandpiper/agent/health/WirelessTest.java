package dev.sandpiper.agent.health;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The file {@code /proc/net/wireless}, as Pis have it. */
class WirelessTest {
    private static final String TITLES = """
            Inter-| sta-|   Quality        |   Discarded packets               | Missed | WE
             face | tus | link level noise |  nwid  crypt   frag  retry   misc | beacon | 22
            """;

    @TempDir
    private Path proc;

    private Optional<Long> dbm(String lines) throws IOException {
        Files.createDirectories(proc.resolve("self/net"));
        Files.writeString(proc.resolve("self/net/wireless"), TITLES + lines);
        return new Wireless(proc).dbm();
    }

    @Test
    void theLevelIsThatOfTheFirstInterface() throws IOException {
        assertEquals(Optional.of(-61L), dbm("""
                         wlan0: 0000   49.  -61.  -256        0      0      0     23      0        0
                         wlan1: 0000   68.  -42.  -256        0      0      0   3851      0        0
                        """));
    }

    @Test
    void anInterfaceWithoutAConnectionHasNone() throws IOException {
        assertEquals(
                Optional.empty(), dbm(" wlan0: 0000    0     0     0        0      0      0      0      0        0\n"));
        assertEquals(Optional.of(-75L), dbm("""
                         wlan0: 0000    0     0     0        0      0      0      0      0        0
                         wlan1: 0000   44.  -75.  -256.       0      0      0      0      0        0
                        """));
    }

    @Test
    void aLevelInAnotherMeasureThanDecibelsIsNone() throws IOException {
        assertEquals(
                Optional.empty(), dbm(" wlan0: 0000  100.   95.    0.       0      0      0      0      0        0\n"));
    }

    @Test
    void withoutWirelessThereIsNone() throws IOException {
        assertEquals(Optional.empty(), dbm(""));
        Files.delete(proc.resolve("self/net/wireless"));
        assertEquals(Optional.empty(), new Wireless(proc).dbm());
    }
}
