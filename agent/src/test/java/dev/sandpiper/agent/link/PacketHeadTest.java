package dev.sandpiper.agent.link;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sandpiper.agent.link.Attempt.Device;
import dev.sandpiper.agent.testing.FaultyServer;
import java.util.HexFormat;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is judged wrong is in {@link RuleBreakingBrokerTest}. */
class PacketHeadTest {
    private static final int LIMIT = 20;

    private final PacketHead head = new PacketHead(
            LIMIT,
            new Diagnosis(
                    FaultyServer.address("broker", 1883, false), Device.any().login()));

    @BeforeEach
    void logIn() throws LinkFault {
        takes("20020000");
    }

    /** All of it and nothing less. */
    private void takes(String hex) throws LinkFault {
        head.clear();
        byte[] bytes = HexFormat.of().parseHex(hex);
        for (byte next : bytes) {
            assertFalse(head.complete());
            head.add(next & 0xff);
            if (head.complete() && !isMessage(bytes)) {
                return;
            }
        }
        assertTrue(head.complete());
    }

    private static boolean isMessage(byte[] packet) {
        return (packet[0] & 0xf0) == 0x30;
    }

    private void assertHandsOut(String hex, int body, int surplus) {
        byte[] bytes = new byte[head.length()];
        head.copy(0, bytes, 0, bytes.length);
        assertEquals(hex, HexFormat.of().formatHex(bytes));
        assertEquals(body, head.body());
        assertEquals(surplus, head.surplus());
    }

    @Test
    void theHeadOfAMessageEndsWithItsTopic() throws LinkFault {
        takes("320a" + "0003" + "612f62");
        assertHandsOut("320a" + "0003" + "612f62", 5, 0);
    }

    @Test
    void theHeadOfAnythingElseIsItsFixedHeader() throws LinkFault {
        takes("40020001");
        assertHandsOut("4002", 2, 0);
        assertFalse(head.isPong());
        takes("d000");
        assertTrue(head.isPong());
    }

    @Test
    void ofAMessageAboveTheLimitAsMuchIsLeftAsItAllows() throws LinkFault {
        takes("30c801" + "0003" + "612f62");
        assertHandsOut("3014" + "0003" + "612f62", LIMIT - 5, 200 - LIMIT);
    }

    @Test
    void aTopicThatTakesUpTheLimitIsCutToHalfOfIt() throws LinkFault {
        takes("322c" + "001e" + "61".repeat(30));
        assertHandsOut("3214" + "000a" + "61".repeat(10), LIMIT - 12, 12 - (LIMIT - 12));
    }

    @Test
    void theLongestTopicFits() throws LinkFault {
        PacketHead roomy = new PacketHead(
                100_000,
                new Diagnosis(
                        FaultyServer.address("broker", 1883, false),
                        Device.any().login()));
        for (byte next : HexFormat.of().parseHex("2002" + "30818004" + "ffff" + "61".repeat(65_535))) {
            if (roomy.complete()) {
                roomy.clear();
            }
            roomy.add(next & 0xff);
        }
        assertTrue(roomy.complete());
        assertEquals(4 + 2 + 65_535, roomy.length());
        assertEquals(0, roomy.body());
    }

    /** Latin, Chinese; and what Paho cannot bear: a control character, a full-width letter, a light bulb. */
    @Test
    void onlyWhatPahoCannotBearIsReplaced() throws LinkFault {
        takes("3012" + "0010" + "c3bc" + "e6b0b4" + "c285" + "efbcac" + "f09f92a1" + "2b2f");
        assertHandsOut("3012" + "0010" + "c3bc" + "e6b0b4" + "3f3f" + "3f3f3f" + "3f3f3f3f" + "2b2f", 0, 0);
    }
}
