package dev.sandpiper.agent.health;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sandpiper.agent.health.Disk.Reserve;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The disk of a folder, by the device number that the folder has. */
class DiskTest {
    @TempDir
    private Path sysfs;

    private Path card;

    @BeforeEach
    void aPartitionOfACard() throws IOException {
        card = Files.createDirectories(sysfs.resolve("devices/mmcblk0"));
        Files.createDirectories(card.resolve("device"));
        Files.writeString(card.resolve("stat"), " 7 1 2 3 4 5 409600 6 0 7 8 0 0 0 0 9 10\n");
        var partition = Files.createDirectories(card.resolve("mmcblk0p2"));
        Files.writeString(partition.resolve("partition"), "2\n");
        Files.writeString(partition.resolve("stat"), " 7 1 2 3 4 5 2048 6 0 7 8 0 0 0 0 9 10\n");
        link(partition);
    }

    private void link(Path device) throws IOException {
        var number = Disk.name((Long) Files.getAttribute(sysfs, "unix:dev"));
        var link = Files.createDirectories(sysfs.resolve("dev/block")).resolve(number);
        Files.deleteIfExists(link);
        Files.createSymbolicLink(link, device);
    }

    private Disk.Figures look() {
        return new Disk(sysfs, sysfs).look();
    }

    private void tells(String lifeTime, String reserve) throws IOException {
        Files.writeString(card.resolve("device/life_time"), lifeTime);
        Files.writeString(card.resolve("device/pre_eol_info"), reserve);
    }

    @Test
    void deviceNumbersAreTakenApartAsTheCLibraryDoes() {
        // python3 -c 'import os; print(os.makedev(179, 2), os.makedev(259, 1000), os.makedev(5000, 70000))'
        assertEquals("179:2", Disk.name(45826));
        assertEquals("259:1000", Disk.name(3212264));
        assertEquals("5000:70000", Disk.name(17592472537200L));
    }

    @Test
    void writesAreThoseOfTheWholeCardSinceTheBoot() throws IOException {
        assertEquals(Optional.of(200L), look().writtenMib());
        link(card);
        assertEquals(Optional.of(200L), look().writtenMib());
    }

    @Test
    void anSdCardDoesNotTellHowWornItIs() {
        assertEquals(Optional.empty(), look().wornPercent());
        assertEquals(Optional.empty(), look().reserve());
    }

    /** JEDEC JESD84-B51: 0x01 is 0 to 10 % of the life, 0x0B beyond it; the reserve 0x01 normal, 0x02 80 %, 0x03 90 % used. */
    @Test
    void anEmmcTellsInTenthsOfItsLife() throws IOException {
        tells("0x01 0x03\n", "0x01\n");
        assertEquals(Optional.of(30L), look().wornPercent());
        assertEquals(Optional.of(Reserve.NORMAL), look().reserve());
        tells("0x0b 0x01\n", "0x03\n");
        assertEquals(Optional.of(110L), look().wornPercent());
        assertEquals(Optional.of(Reserve.URGENT), look().reserve());
    }

    @Test
    void whatAnEmmcLeavesOpenIsNotKnown() throws IOException {
        tells("0x00 0x00\n", "0x00\n");
        assertEquals(Optional.empty(), look().wornPercent());
        assertEquals(Optional.empty(), look().reserve());
    }

    @Test
    void aFileSystemWithoutADeviceHasSpaceOnly() throws IOException {
        Files.delete(sysfs.resolve("dev/block/" + Disk.name((Long) Files.getAttribute(sysfs, "unix:dev"))));
        assertEquals(Optional.empty(), look().writtenMib());
        assertTrue(look().free().orElseThrow() <= look().size().orElseThrow());
    }

    @Test
    void ofAFolderThatIsGoneNothingIsKnown() {
        var nothing = new Disk.Figures(
                Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
        assertEquals(nothing, new Disk(sysfs, sysfs.resolve("gone")).look());
    }

    @Test
    void spaceIsLackingBelow64MebibytesOrATwentiethOfASmallDisk() {
        assertTrue(space(63, 30_000).lacks(1));
        assertFalse(space(64, 30_000).lacks(1));
        assertTrue(space(100, 30_000).lacks(2));
        assertTrue(space(0, 8).lacks(1));
        assertFalse(space(1, 8).lacks(1));
    }

    private static Disk.Figures space(long freeMib, long sizeMib) {
        return new Disk.Figures(
                Optional.of(freeMib << 20),
                Optional.of(sizeMib << 20),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }
}
