package dev.sandpiper.agent.testing;

import dev.sandpiper.agent.config.BrokerAddress;
import dev.sandpiper.agent.config.BrokerConfig;
import dev.sandpiper.agent.config.TlsConfig;
import dev.sandpiper.agent.payload.Format;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/** The section {@code broker} of a device that logs in as "device", with the contract's defaults. */
public final class BrokerDefaults {
    public static final Duration KEEP_ALIVE = Duration.ofSeconds(60);
    public static final Duration RECONNECT_MAX = Duration.ofSeconds(60);

    private BrokerDefaults() {}

    public static BrokerConfig with(
            List<BrokerAddress> addresses, Duration keepAlive, Optional<Path> passwordFile, TlsConfig tls) {
        return new BrokerConfig(
                addresses,
                "device",
                Optional.of("device"),
                passwordFile,
                tls,
                keepAlive,
                Duration.ofSeconds(1),
                RECONNECT_MAX,
                "sandpiper",
                Format.JSON,
                Duration.ZERO,
                OptionalDouble.empty(),
                OptionalLong.empty(),
                131_072);
    }
}
