package dev.sandpiper.sensors.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.sandpiper.sensors.Bench;
import dev.sandpiper.sensors.Board.I2cPort;
import dev.sandpiper.sensors.DeviceFault;
import java.util.HexFormat;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The contract, section 8, sentence by sentence. */
class RegisterFileTest {
    private final Bench bench;
    private final I2cPort port;

    RegisterFileTest() throws DeviceFault {
        bench = Bench.withRegisters(
                0x48,
                Map.of(
                        0x00, "19 10",
                        0x01, "60 A0",
                        0x20, "07 D0",
                        0x88, "70 6B 43 67",
                        0x8C, "18 FC",
                        0xF2, "00 00 00 00"));
        port = bench.board.i2c(1, 0x48);
    }

    @AfterEach
    void close() {
        bench.close();
    }

    private void assertRead(String bytes, int pointer) throws DeviceFault {
        var expected = Bench.bytes(bytes);
        var found = port.readRegister(pointer, expected.length);
        assertEquals(HexFormat.of().formatHex(expected), HexFormat.of().formatHex(found));
    }

    @Test
    void aReadAnswersWithTheBytesListedAtThePointer() throws DeviceFault {
        assertRead("19 10", 0x00);
        assertRead("60 A0", 0x01);
        assertRead("60", 0x01);
    }

    @Test
    void aPointerInsideAListedRunStartsThere() throws DeviceFault {
        assertRead("43 67", 0x8A);
    }

    @Test
    void pastTheEndOfARunItGoesOnWithTheNextAddressIfThatIsListed() throws DeviceFault {
        assertRead("6B 43 67 18 FC", 0x89);
    }

    @Test
    void pastTheEndOfARunItGoesOnWithZerosOtherwise() throws DeviceFault {
        assertRead("18 FC 00 00 00", 0x8C);
    }

    @Test
    void whatIsNotListedReadsAsZeros() throws DeviceFault {
        assertRead("00 00 00", 0x40);
        assertRead("00", 0xFF);
        assertRead("00 00", 0xFF);
    }

    @Test
    void writesAreStored() throws DeviceFault {
        port.write(Bench.bytes("01 E1 A0"));
        assertRead("E1 A0", 0x01);
        assertRead("19 10", 0x00);
    }

    @Test
    void aWriteIntoALongRunChangesThatByteOnly() throws DeviceFault {
        port.write(Bench.bytes("F4 25"));
        assertRead("00 00 25 00", 0xF2);
        assertRead("25 00", 0xF4);
    }

    @Test
    void aWriteToWhatIsNotListedIsStored() throws DeviceFault {
        port.write(Bench.bytes("40 01 02"));
        assertRead("00 01 02 00", 0x3F);
    }

    @Test
    void aWriteGoesOnInTheNextRun() throws DeviceFault {
        port.write(Bench.bytes("8B 01 02 03 04"));
        assertRead("70 6B 43 01 02 03 04", 0x88);
    }

    @Test
    void aWriteUpToAListedRunGoesOnInIt() throws DeviceFault {
        port.write(Bench.bytes("87 0A 0B"));
        assertRead("0A 0B 6B", 0x87);
        assertRead("0B 6B", 0x88);
    }

    @Test
    void aWriteInsideATwoByteRegisterIsTheNextRegister() throws DeviceFault {
        port.write(Bench.bytes("8D AA BB"));
        assertRead("AA BB", 0x8D);
        assertRead("18 FC", 0x8C);
    }

    @Test
    void aWriteJustBelowATwoByteRegisterIsARegisterOfItsOwn() throws DeviceFault {
        port.write(Bench.bytes("1F AA BB"));
        assertRead("AA BB", 0x1F);
        assertRead("07 D0", 0x20);
    }

    @Test
    void aBareReadStartsAtThePointerWrittenLast() throws DeviceFault {
        port.write((byte) 0x8A);
        assertEquals("4367", HexFormat.of().formatHex(port.read(2)));
        assertEquals("4367", HexFormat.of().formatHex(port.read(2)));
        port.write(Bench.bytes("01 E1 A0"));
        assertEquals("e1a0", HexFormat.of().formatHex(port.read(2)));
    }
}
