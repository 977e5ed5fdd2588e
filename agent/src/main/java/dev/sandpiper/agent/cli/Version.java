package dev.sandpiper.agent.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Properties;
import picocli.CommandLine.IVersionProvider;

/** The version, as the parent pom says it. */
final class Version implements IVersionProvider {

    static String text() {
        try (var in = Version.class.getResourceAsStream("/dev/sandpiper/agent/version.properties")) {
            var properties = new Properties();
            properties.load(in);
            return properties.getProperty("version");
        } catch (IOException damaged) {
            throw new UncheckedIOException(damaged);
        }
    }

    @Override
    public String[] getVersion() {
        return new String[] {"sandpiper " + text()};
    }
}
