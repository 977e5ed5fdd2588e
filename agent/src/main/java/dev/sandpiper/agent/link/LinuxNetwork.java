package dev.sandpiper.agent.link;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The network as the kernel shows it in files: proc(5), and {@code Documentation/ABI/testing/sysfs-class-net} of Linux.
 * Reading them all takes a third of a millisecond on a PC; nothing is held open.
 */
public final class LinuxNetwork implements Network {
    /** Flags of a route, {@code linux/route.h}. */
    private static final int UP = 0x1;

    private static final int REJECT = 0x200;
    /** Flags of an IPv6 address that does not work (yet), {@code linux/if_addr.h}: tentative, duplicate. */
    private static final int TENTATIVE = 0x40;

    private static final int DUPLICATE = 0x08;

    private final Path net;
    private final Path interfaces;

    /** The device's own. Of the process, so that it is also there where /proc shows processes only. */
    public LinuxNetwork() {
        this(Path.of("/proc/self/net"), Path.of("/sys/class/net"));
    }

    LinuxNetwork(Path net, Path interfaces) {
        this.net = net;
        this.interfaces = interfaces;
    }

    @Override
    public Optional<Sight> look() {
        try {
            var found = new Found();
            rows("route").forEach(found::route);
            rows("ipv6_route").forEach(found::route6);
            rows("if_inet6").forEach(found::address6);
            addresses(lines(net.resolve("fib_trie")), found);
            var carriers = new HashSet<String>();
            for (var each : found.interfaces) if (hasCarrier(each)) carriers.add(each);
            return Optional.of(new Sight(found.routes, found.addresses, carriers));
        } catch (IOException | RuntimeException unreadable) {
            // Half a picture would look like an address that is gone.
            return Optional.empty();
        }
    }

    private static final class Found {
        private final Set<String> routes = new HashSet<>();
        private final Set<InetAddress> addresses = new HashSet<>();
        private final Set<String> interfaces = new HashSet<>();

        /** Interface, destination, gateway, flags, three figures, mask; the first line has their names. */
        private void route(String[] row) {
            if (row[0].equals("Iface") || !usable(row[3])) return;
            interfaces.add(row[0]);
            if (row[1].equals("00000000") && row[7].equals("00000000")) routes.add(row[0] + " " + row[2]);
        }

        /** Destination, its length, source, its length, gateway, three figures, flags, interface. */
        private void route6(String[] row) {
            if (row[9].equals("lo") || !usable(row[8])) return;
            if (row[1].equals("00")) routes.add(row[9] + " " + row[4]);
        }

        private static boolean usable(String flags) {
            var bits = Integer.parseUnsignedInt(flags, 16);
            return (bits & UP) != 0 && (bits & REJECT) == 0;
        }

        /** Address, number of the interface, length, scope, flags, interface. */
        private void address6(String[] row) {
            if ((Integer.parseInt(row[4], 16) & (TENTATIVE | DUPLICATE)) != 0) return;
            var address = address(HexFormat.of().parseHex(row[0]));
            addresses.add(address);
            if (!address.isLoopbackAddress() && !address.isLinkLocalAddress()) interfaces.add(row[5]);
        }
    }

    // An address stands in the line before what says that it is the device's own: "/32 host LOCAL".
    private static void addresses(List<String> trie, Found found) {
        var last = "";
        for (var line : trie) {
            var text = line.strip();
            if (text.startsWith("|-- ")) last = text.substring(4);
            else if (text.equals("/32 host LOCAL")) found.addresses.add(address(bytes(last)));
        }
    }

    private static byte[] bytes(String dotted) {
        var parts = dotted.split("\\.");
        var bytes = new byte[parts.length];
        for (var i = 0; i < parts.length; i++) bytes[i] = (byte) Integer.parseInt(parts[i]);
        return bytes;
    }

    private static InetAddress address(byte[] bytes) {
        try {
            return InetAddress.getByAddress(bytes);
        } catch (UnknownHostException notAnAddress) {
            throw new IllegalArgumentException(notAnAddress);
        }
    }

    // A tunnel or a modem's line has no carrier to lose: its state is "unknown" while it is up. A radio link that is
    // not authenticated yet is "dormant".
    private boolean hasCarrier(String name) throws IOException {
        var state = lines(interfaces.resolve(name).resolve("operstate"));
        return state.equals(List.of("up")) || state.equals(List.of("unknown"));
    }

    private List<String[]> rows(String file) throws IOException {
        return lines(net.resolve(file)).stream()
                .filter(line -> !line.isBlank())
                .map(line -> line.strip().split("\\s+"))
                .toList();
    }

    // A kernel without IPv6 has not all of them.
    private static List<String> lines(Path file) throws IOException {
        try {
            return Files.readAllLines(file);
        } catch (NoSuchFileException absent) {
            return List.of();
        }
    }
}
