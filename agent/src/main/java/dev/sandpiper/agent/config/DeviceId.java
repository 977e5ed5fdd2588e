package dev.sandpiper.agent.config;

import dev.sandpiper.agent.config.Item.Mapping;
import dev.sandpiper.agent.config.Item.Scalar;
import java.util.Optional;
import java.util.Set;

/** The device's id: from the file, else from the machine. */
public record DeviceId(Environment environment) {
    /** Names a fresh system gives to every machine. */
    private static final Set<String> EVERYBODYS = Set.of("raspberrypi", "debian", "localhost");

    private static final int DIGITS = 8;

    /** Stands for the id where there is none, so that the rest of the file can still be checked. */
    private static final String NONE = "device";

    /** The one that a configuration without an id would have on this machine; empty where the machine has no name for it. */
    public static Optional<String> ofMachine(Environment environment) {
        try {
            return Optional.of(new DeviceId(environment).ofMachine());
        } catch (Misfit nameless) {
            return Optional.empty();
        }
    }

    /** Whether a device can be called that. */
    public static boolean fits(String id) {
        return id.matches(Vocabulary.DEVICE_ID);
    }

    /** A wrong id in the file is complained about where the file is checked, a wrong host name here. */
    String of(Item root, Complaints complaints) {
        var device = child(root, "device");
        var written = device.flatMap(item -> child(item, "id"));
        if (written.isPresent())
            return written.get() instanceof Scalar id && id.text().matches(Vocabulary.DEVICE_ID) ? id.text() : NONE;
        var spot = device.map(Item::spot).orElse(root.spot());
        try {
            return ofMachine();
        } catch (Misfit misfit) {
            complaints.add(spot, "device.id", misfit.getMessage());
            return NONE;
        }
    }

    private String ofMachine() throws Misfit {
        var host = environment.hostName().orElse("localhost");
        if (!EVERYBODYS.contains(host)) {
            if (host.matches(Vocabulary.DEVICE_ID)) return host;
            throw new Misfit(
                    "the host name %s cannot be a device id, expected up to 64 of A-Z, a-z, 0-9, '_' and '-'; set device.id",
                    Item.quoted(host));
        }
        return environment
                .machineId()
                .filter(id -> id.matches("[0-9a-f]{8,}"))
                .map(id -> "pi-" + id.substring(0, DIGITS))
                .orElseThrow(() -> new Misfit(
                        "the host name is '%s' and /etc/machine-id holds no id, expected one of them to tell devices apart; set device.id",
                        host));
    }

    private static Optional<Item> child(Item item, String key) {
        return item instanceof Mapping mapping ? mapping.at(key) : Optional.empty();
    }
}
