package dev.sandpiper.agent.cli;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HomeNetworkTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.1",
                "10.1.2.3",
                "172.16.0.1",
                "172.31.255.254",
                "192.168.1.10",
                "169.254.3.4",
                "::1",
                "fd12::1",
                "fe80::1"
            })
    void addressesOfAHouseAre(String address) {
        assertTrue(HomeNetwork.has(address));
    }

    @ParameterizedTest
    @ValueSource(strings = {"192.0.2.1", "172.32.0.1", "172.15.0.1", "11.0.0.1", "2001:db8::1", "::ffff:192.0.2.1"})
    void thoseOfTheWorldAreNot(String address) {
        assertFalse(HomeNetwork.has(address));
    }
}
