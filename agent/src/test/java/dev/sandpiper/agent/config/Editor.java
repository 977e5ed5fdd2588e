package dev.sandpiper.agent.config;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import dev.harrel.jsonschema.Validator;
import dev.harrel.jsonschema.ValidatorFactory;
import dev.harrel.jsonschema.providers.GsonNode;
import dev.sandpiper.sensors.DriverType;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/**
 * What an editor says of a configuration that has the schema: YAML as the core schema reads it, judged by somebody else's
 * validator (docs/decisions/0028).
 */
record Editor(Validator validator) {
    private static final URI SCHEMA = URI.create("urn:agent.schema.json");
    private static final int LONGEST = 100_000;
    private static final Gson GSON = new GsonBuilder().serializeNulls().create();
    private static final Map<List<DriverType>, Editor> KNOWN = new ConcurrentHashMap<>();

    /** With the schema of these drivers. */
    static Editor of(List<DriverType> drivers) {
        return KNOWN.computeIfAbsent(drivers, some -> with(EditorSchema.of(some)));
    }

    static Editor with(String schema) {
        var validator = new ValidatorFactory()
                .withJsonNodeFactory(new GsonNode.Factory())
                .createValidator();
        validator.registerSchema(SCHEMA, schema);
        return new Editor(validator);
    }

    /** What is wrong with the file, place by place; empty where nothing can be said: no YAML, or endless. */
    Optional<List<String>> objections(String yaml) {
        return json(yaml)
                .map(json -> validator.validate(SCHEMA, json).getErrors().stream()
                        .map(error -> error.getInstanceLocation() + ": " + error.getError())
                        .toList());
    }

    boolean accepts(String yaml) {
        return objections(yaml).filter(List::isEmpty).isPresent();
    }

    private static Optional<String> json(String yaml) {
        if (yaml.length() > LONGEST) return Optional.empty();
        var settings = LoadSettings.builder().setSchema(new CoreSchema()).build();
        try {
            YamlTree.parse(yaml);
            return Optional.of(GSON.toJson(named(new Load(settings).loadFromString(yaml))));
        } catch (YamlTree.Broken | YamlEngineException | IllegalArgumentException noYaml) {
            return Optional.empty();
        }
    }

    /** Keys of JSON are texts: an editor shows the register 0x00 as the key "0". */
    private static Object named(Object value) {
        return switch (value) {
            case Map<?, ?> map -> {
                var named = new LinkedHashMap<String, Object>();
                map.forEach((key, inside) -> named.put(String.valueOf(key), named(inside)));
                yield named;
            }
            case List<?> list -> list.stream().map(Editor::named).toList();
            case null, default -> value;
        };
    }
}
