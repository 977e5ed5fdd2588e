package dev.sandpiper.agent.link;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sandpiper.agent.link.Network.Sight;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The kernel's files, as Linux 6 wrote them on a machine with one interface, IPv4 and IPv6. */
class LinuxNetworkTest {
    private static final String ROUTES = """
            Iface	Destination	Gateway 	Flags	RefCnt	Use	Metric	Mask		MTU	Window	IRTT
            eth0	00000000	010200C0	0003	0	0	0	00000000	0	0	0
            eth0	000200C0	00000000	0001	0	0	0	00FFFFFF	0	0	0
            """;
    private static final String ROUTES_6 = """
            fe800000000000000000000000000000 40 00000000000000000000000000000000 00 00000000000000000000000000000000 00000100 00000002 00000000 00000001     eth0
            00000000000000000000000000000000 00 00000000000000000000000000000000 00 fd000000000000000000000000000001 00000400 00000003 00000000 00000003     eth0
            00000000000000000000000000000000 00 00000000000000000000000000000000 00 00000000000000000000000000000000 ffffffff 00000001 00000000 00200200       lo
            """;
    private static final String ADDRESSES_6 = """
            fe8000000000000000fc00fffe000001 04 40 20 80     eth0
            fd000000000000000000000000000002 04 40 00 82     eth0
            00000000000000000000000000000001 01 80 10 80       lo
            """;
    private static final String TRIE = """
            Main:
              +-- 0.0.0.0/0 3 0 5
                 |-- 0.0.0.0
                    /0 universe UNICAST
                 +-- 127.0.0.0/8 2 0 2
                    +-- 127.0.0.0/31 1 0 0
                       |-- 127.0.0.0
                          /8 host LOCAL
                       |-- 127.0.0.1
                          /32 host LOCAL
                 +-- 192.0.2.0/24 2 0 2
                    +-- 192.0.2.0/30 2 0 2
                       |-- 192.0.2.0
                          /24 link UNICAST
                       |-- 192.0.2.2
                          /32 host LOCAL
                    |-- 192.0.2.255
                       /32 link BROADCAST
            """;

    @TempDir
    private Path folder;

    @BeforeEach
    void oneInterface() throws IOException {
        write("net/route", ROUTES);
        write("net/ipv6_route", ROUTES_6);
        write("net/if_inet6", ADDRESSES_6);
        write("net/fib_trie", TRIE);
        write("class/eth0/operstate", "up\n");
        write("class/lo/operstate", "unknown\n");
    }

    private void write(String file, String text) throws IOException {
        var path = folder.resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, text);
    }

    private Optional<Sight> look() {
        return new LinuxNetwork(folder.resolve("net"), folder.resolve("class")).look();
    }

    @Test
    void itSeesDefaultRoutesItsOwnAddressesAndTheCarrierOfWhatHasOne() throws IOException {
        assertEquals(
                Optional.of(new Sight(
                        Set.of("eth0 010200C0", "eth0 fd000000000000000000000000000001"),
                        Set.of(
                                InetAddress.getByName("127.0.0.1"),
                                InetAddress.getByName("192.0.2.2"),
                                InetAddress.getByName("fe80::fc:ff:fe00:1"),
                                InetAddress.getByName("fd00::2"),
                                InetAddress.getByName("::1")),
                        Set.of("eth0"))),
                look());
    }

    @Test
    void aCableThatIsPulledTakesTheCarrierAndLeavesTheRest() throws IOException {
        write("class/eth0/operstate", "down\n");
        var seen = look().orElseThrow();
        assertEquals(Set.of(), seen.carriers());
        assertEquals(2, seen.routes().size());
    }

    @Test
    void aTunnelHasNoCarrierToLose() throws IOException {
        write("net/route", ROUTES + "wg0\t000A000A\t00000000\t0001\t0\t0\t0\t00FFFFFF\t0\t0\t0\n");
        write("class/wg0/operstate", "unknown\n");
        assertEquals(Set.of("eth0", "wg0"), look().orElseThrow().carriers());
        write("class/wg0/operstate", "down\n");
        assertEquals(Set.of("eth0"), look().orElseThrow().carriers());
    }

    @Test
    void aRadioLinkThatIsNotAuthenticatedYetIsNoCarrier() throws IOException {
        write("class/eth0/operstate", "dormant\n");
        assertEquals(Set.of(), look().orElseThrow().carriers());
    }

    @Test
    void anInterfaceWithoutAnAddressIsNothing() throws IOException {
        write("class/veth7/operstate", "up\n");
        assertEquals(Set.of("eth0"), look().orElseThrow().carriers());
    }

    @Test
    void anAddressThatIsStillTriedOutIsNotThereYet() throws IOException {
        write("net/if_inet6", ADDRESSES_6.replace("00 82", "00 c2"));
        assertFalse(look().orElseThrow().addresses().contains(InetAddress.getByName("fd00::2")));
    }

    @Test
    void aKernelWithoutIpv6HasFewerFiles() throws IOException {
        Files.delete(folder.resolve("net/ipv6_route"));
        Files.delete(folder.resolve("net/if_inet6"));
        assertEquals(Set.of("eth0 010200C0"), look().orElseThrow().routes());
    }

    @Test
    void whatCannotBeReadIsNotTakenForNothing() throws IOException {
        write("net/route", ROUTES + "eth0\tnonsense\n");
        assertEquals(Optional.empty(), look());
    }

    @Test
    void theRealOneIsSeenAndHasTheLoopback() throws IOException {
        var seen = new LinuxNetwork().look().orElseThrow();
        assertTrue(seen.addresses().contains(InetAddress.getByName("127.0.0.1")), seen.toString());
    }
}
