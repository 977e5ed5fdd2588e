package dev.sandpiper.agent.config;

import dev.sandpiper.agent.config.Item.Sort;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.common.Anchor;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.MappingStartEvent;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.events.SequenceStartEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.ReaderException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Tag;
import org.snakeyaml.engine.v2.resolver.CoreScalarResolver;

/**
 * YAML to {@link Item}s; the only class that knows the YAML library. It follows the events instead of composing nodes,
 * so that depth and aliases stay within limits before memory is spent on them.
 */
final class YamlTree {
    /** Far more than a configuration needs; what is repeated by an alias counts again. */
    private static final int MOST_ITEMS = 20_000;

    private static final int DEEPEST = 32;

    private static final CoreScalarResolver RESOLVER = new CoreScalarResolver(false);
    private static final String TEXT_TAG = Tag.STR.getValue();

    private final String text;
    private final Iterator<Event> events;
    private final Map<Anchor, Sized> anchored = new HashMap<>();
    private int items;

    /** @param items this one and all below it */
    private record Sized(Item item, int items) {}

    /** The file is no YAML, or not one document of it. */
    static final class Broken extends Exception {
        private static final long serialVersionUID = 1;
        private final transient Spot spot;

        Broken(Spot spot, String sentence) {
            super(sentence, null, false, false);
            this.spot = spot;
        }

        Spot spot() {
            return spot;
        }
    }

    private YamlTree(String text) {
        this.text = text;
        this.events =
                new Parse(LoadSettings.builder().build()).parseString(text).iterator();
    }

    /** The one document in {@code text}; empty when there is nothing but comments. */
    static Optional<Item> parse(String text) throws Broken {
        var tree = new YamlTree(text);
        try {
            return tree.document();
        } catch (MarkedYamlEngineException wrong) {
            throw tree.broken(wrong);
        } catch (ReaderException wrong) {
            throw new Broken(
                    tree.spotOf(wrong.getPosition()),
                    "the character U+%04X is not allowed in YAML; remove it".formatted(wrong.getCodePoint()));
        } catch (YamlEngineException wrong) {
            throw new Broken(Spot.START, "broken YAML: " + oneLine(wrong.getMessage()));
        }
    }

    private Optional<Item> document() throws Broken {
        var item = Optional.<Item>empty();
        while (events.hasNext()) {
            var event = events.next();
            switch (event.getEventId()) {
                case DocumentStart -> {
                    if (item.isPresent())
                        throw new Broken(spot(event), "a second document begins here; a file holds one configuration");
                    item = Optional.of(item(events.next(), 0));
                }
                case StreamStart, StreamEnd, DocumentEnd, Comment -> {}
                case Alias, Scalar, SequenceStart, SequenceEnd, MappingStart, MappingEnd ->
                    throw new IllegalStateException("outside of a document: " + event);
            }
        }
        return item.filter(root -> !(root instanceof Item.Scalar scalar && scalar.sort() == Sort.NOTHING));
    }

    private Item item(Event event, int depth) throws Broken {
        if (depth > DEEPEST) throw new Broken(spot(event), "nested more than " + DEEPEST + " deep; put less inside");
        count(event, 1);
        if (event instanceof AliasEvent alias) return repeated(alias);
        var before = items;
        var item = switch (event) {
            case ScalarEvent scalar -> scalar(scalar);
            case SequenceStartEvent start -> listing(start, depth);
            case MappingStartEvent start -> mapping(start, depth);
            default -> throw new IllegalStateException("no item begins with " + event);
        };
        var size = items - before + 1;
        ((NodeEvent) event).getAnchor().ifPresent(anchor -> anchored.put(anchor, new Sized(item, size)));
        return item;
    }

    private void count(Event event, int more) throws Broken {
        items += more;
        if (items > MOST_ITEMS)
            throw new Broken(
                    spot(event), "more than " + MOST_ITEMS + " values up to here, aliases counted; write fewer");
    }

    private Item repeated(AliasEvent alias) throws Broken {
        var known = anchored.get(alias.getAlias());
        if (known == null)
            throw new Broken(
                    spot(alias),
                    "the alias *%1$s stands for nothing complete before it; mark a value with &%1$s first"
                            .formatted(alias.getAlias().getValue()));
        count(alias, known.items());
        return known.item();
    }

    private Item.Listing listing(SequenceStartEvent start, int depth) throws Broken {
        refuse(start.getTag(), start);
        var inside = new ArrayList<Item>();
        for (var next = events.next(); next.getEventId() != Event.ID.SequenceEnd; next = events.next())
            inside.add(item(next, depth + 1));
        return new Item.Listing(spot(start), inside);
    }

    private Item.Mapping mapping(MappingStartEvent start, int depth) throws Broken {
        refuse(start.getTag(), start);
        var inside = new ArrayList<Item.Pair>();
        for (var next = events.next(); next.getEventId() != Event.ID.MappingEnd; next = events.next()) {
            if (!(item(next, depth + 1) instanceof Item.Scalar key))
                throw new Broken(spot(next), "a key is a list or a mapping, expected a name");
            // An alias as key would carry the place of its anchor.
            var here = new Item.Scalar(spot(next), key.sort(), key.text());
            inside.add(new Item.Pair(here, item(events.next(), depth + 1)));
        }
        return new Item.Mapping(spot(start), inside);
    }

    private static Item.Scalar scalar(ScalarEvent event) throws Broken {
        var tag = event.getTag().filter(written -> !written.equals("!"));
        if (tag.isPresent() && !tag.get().equals(TEXT_TAG)) refuse(tag, event);
        var plain = event.getTag().isEmpty() && event.isPlain();
        return new Item.Scalar(spot(event), plain ? sort(event.getValue()) : Sort.TEXT, event.getValue());
    }

    private static void refuse(Optional<String> tag, Event event) throws Broken {
        if (tag.isPresent())
            throw new Broken(spot(event), "the tag %s means nothing here; remove it".formatted(oneLine(tag.get())));
    }

    /** What the core schema makes of {@code text} without quotes. */
    static Item.Scalar plain(String text, Spot spot) {
        return new Item.Scalar(spot, sort(text), text);
    }

    private static Sort sort(String plain) {
        var tag = RESOLVER.resolve(plain, true);
        if (tag.equals(Tag.INT)) return Sort.WHOLE;
        if (tag.equals(Tag.FLOAT)) return Sort.DECIMAL;
        if (tag.equals(Tag.BOOL)) return Sort.FLAG;
        return tag.equals(Tag.NULL) ? Sort.NOTHING : Sort.TEXT;
    }

    private Broken broken(MarkedYamlEngineException wrong) {
        var spot = wrong.getProblemMark()
                .or(wrong::getContextMark)
                .map(YamlTree::spot)
                .orElse(Spot.START);
        if (wrong.getProblem() != null && wrong.getProblem().contains("TAB"))
            return new Broken(spot, "a tab; YAML is indented with blanks, replace it");
        var since = wrong.getContextMark()
                .filter(mark -> wrong.getContext() != null)
                .map(mark -> " (%s that begins in line %d)".formatted(oneLine(wrong.getContext()), mark.getLine() + 1));
        return new Broken(spot, "broken YAML: " + oneLine(wrong.getProblem()) + since.orElse(""));
    }

    private static String oneLine(String message) {
        return message.strip().replaceAll("\\s+", " ").replaceAll("\\p{Cntrl}", "?");
    }

    private static Spot spot(Event event) {
        return event.getStartMark().map(YamlTree::spot).orElse(Spot.START);
    }

    private static Spot spot(Mark mark) {
        return new Spot(mark.getLine() + 1, mark.getColumn() + 1);
    }

    /** @param position counted in code points */
    private Spot spotOf(int position) {
        var before = text.substring(
                0, text.offsetByCodePoints(0, Math.min(position, text.codePointCount(0, text.length()))));
        var lineStart = before.lastIndexOf('\n') + 1;
        return new Spot(
                (int) before.chars().filter(c -> c == '\n').count() + 1,
                before.codePointCount(lineStart, before.length()) + 1);
    }
}
