package dev.sandpiper.agent.config;

import dev.sandpiper.agent.config.Item.Mapping;
import dev.sandpiper.agent.config.Item.Pair;
import dev.sandpiper.agent.config.Item.Scalar;
import dev.sandpiper.sensors.DriverType;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/** A configuration file to records: read, compared with its description, held to the rules, put together. */
final class ConfigReader {
    private final Path file;
    private final List<DriverType> drivers;
    private final NamedFiles files;
    private final DeviceId device;
    private final Complaints complaints;

    private ConfigReader(Path file, Environment environment, List<DriverType> drivers) {
        this.file = file;
        this.drivers = drivers;
        this.files = NamedFiles.beside(file, environment);
        this.device = new DeviceId(environment);
        this.complaints = new Complaints(file);
    }

    static AgentConfig read(Path file, Environment environment, List<DriverType> drivers) throws ConfigErrors {
        var reader = new ConfigReader(file, environment, drivers);
        return reader.read(UnaryOperator.identity(), reader::finished);
    }

    /** One that is being written: nothing to do yet, or no broker. */
    static AgentConfig readUnfinished(Path file, Environment environment, List<DriverType> drivers)
            throws ConfigErrors {
        return new ConfigReader(file, environment, drivers).read(ConfigReader::withSomeBroker, _ -> {});
    }

    /** Looks into the certificates, keys and secrets that the file names, too. */
    static AgentConfig readWithContents(Path file, Environment environment, List<DriverType> drivers)
            throws ConfigErrors {
        var reader = new ConfigReader(file, environment, drivers);
        return reader.read(UnaryOperator.identity(), found -> {
            reader.finished(found);
            new Contents(reader.complaints).check(found);
        });
    }

    static BrokerConfig readBroker(Path file, BrokerWords words, Environment environment) throws ConfigErrors {
        var reader = new ConfigReader(file, environment, List.of());
        var root = reader.root(SourceFile.read(file));
        var id = reader.device.of(root, reader.complaints);
        var written = reader.withDevice(root, id) instanceof Mapping all ? all.at("broker") : Optional.<Item>empty();
        return reader.broker(words.over(written), id);
    }

    static BrokerConfig broker(BrokerWords words, Environment environment) throws ConfigErrors {
        var reader = new ConfigReader(Path.of("agent.yaml"), environment, List.of());
        return reader.broker(words.over(Optional.empty()), BrokerWords.NO_DEVICE);
    }

    private BrokerConfig broker(Item item, String id) throws ConfigErrors {
        var found = new Checker(new Scalars(files), DriverNames.of(drivers), complaints)
                .check(Vocabulary.BROKER, item, "broker");
        found.ifPresent(broker -> new Rules(drivers, complaints).broker((Found) broker));
        complaints.throwIfAny();
        return new Assembly(file, "", id, files).broker((Found) found.orElseThrow());
    }

    private void finished(Found found) {
        new EntryRules(complaints).somethingToDo(found);
    }

    private AgentConfig read(UnaryOperator<Item> completed, Consumer<Found> further) throws ConfigErrors {
        var source = SourceFile.read(file);
        var root = completed.apply(root(source));
        var id = device.of(root, complaints);
        var types = new OwnDrivers(files, drivers, complaints).with(root);
        var checker = new Checker(new Scalars(files), types, complaints);
        var found = checker.check(Vocabulary.FILE, withDevice(root, id), "");
        found.ifPresent(all -> new Rules(drivers, complaints).check((Found) all));
        found.ifPresent(all -> further.accept((Found) all));
        complaints.throwIfAny();
        return new Assembly(file, source.digest(), id, files).config((Found) found.orElseThrow());
    }

    private Item root(SourceFile source) throws ConfigErrors {
        try {
            var root = YamlTree.parse(source.text());
            if (root.isPresent()) return root.get();
            complaints.add(
                    Spot.START,
                    "",
                    "nothing in it, expected broker.url and a sensor or actuator; begin with config/agent.yaml");
        } catch (YamlTree.Broken broken) {
            complaints.add(broken.spot(), "", broken.getMessage());
        }
        complaints.throwIfAny();
        throw new IllegalStateException("complained about and still going on");
    }

    private static Item withSomeBroker(Item root) {
        if (!(root instanceof Mapping file)) return root;
        var broker = file.at("broker").filter(Mapping.class::isInstance).map(Mapping.class::cast);
        if (file.at("broker").isPresent()
                && broker.flatMap(keys -> keys.at("url")).isPresent() == broker.isPresent()) return root;
        var pairs = new ArrayList<>(file.pairs());
        pairs.removeIf(pair -> broker.isPresent() && pair.value().equals(broker.get()));
        var inside = new ArrayList<>(broker.map(Mapping::pairs).orElse(List.of()));
        inside.add(pair("url", YamlTree.plain("mqtt://localhost", file.spot()), file.spot()));
        pairs.add(pair("broker", new Mapping(file.spot(), inside), file.spot()));
        return new Mapping(file.spot(), pairs);
    }

    private static Pair pair(String key, Item value, Spot spot) {
        return new Pair(YamlTree.plain(key, spot), value);
    }

    /** {@code {device}} works in every text of {@code broker}. */
    private Item withDevice(Item root, String id) {
        if (!(root instanceof Mapping mapping)) return root;
        return new Mapping(
                mapping.spot(),
                mapping.pairs().stream()
                        .map(pair -> pair.key().text().equals("broker")
                                ? new Pair(pair.key(), pair.value().withTexts(text -> filled(text, id)))
                                : pair)
                        .toList());
    }

    private Scalar filled(Scalar text, String id) {
        var filled = text.text().replace("{device}", id);
        if (filled.matches("(?s).*\\{[a-z_]*}.*"))
            complaints.add(
                    text.spot(),
                    "broker",
                    "found %s, expected no placeholder but {device}; correct it".formatted(text.found()));
        return new Scalar(text.spot(), text.sort(), filled);
    }
}
