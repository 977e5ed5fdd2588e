package dev.sandpiper.agent.cli;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;

/**
 * The network of a house: addresses that nobody reaches from outside of it.
 *
 * <p>Source: RFC 1918 (10/8, 172.16/12, 192.168/16), RFC 3927 (169.254/16), RFC 4193 (fc00::/7), RFC 4291 (fe80::/10).
 */
final class HomeNetwork {
    private static final int UNIQUE_LOCAL = 0xFC;
    private static final int UNIQUE_LOCAL_BITS = 0xFE;

    private HomeNetwork() {}

    /** Whether all addresses of that host are in it; not where it has none. */
    static boolean has(String host) {
        try {
            return Arrays.stream(InetAddress.getAllByName(host)).allMatch(HomeNetwork::has);
        } catch (UnknownHostException nowhere) {
            return false;
        }
    }

    private static boolean has(InetAddress address) {
        return address.isLoopbackAddress()
                || address.isLinkLocalAddress()
                || (address instanceof Inet6Address six ? isUniqueLocal(six) : address.isSiteLocalAddress());
    }

    private static boolean isUniqueLocal(Inet6Address address) {
        return (address.getAddress()[0] & UNIQUE_LOCAL_BITS) == UNIQUE_LOCAL;
    }
}
