package dev.sandpiper.agent.foreign;

import dev.sandpiper.sensors.Bus;
import dev.sandpiper.sensors.DriverType;
import dev.sandpiper.sensors.Option;
import dev.sandpiper.sensors.Option.Kind;
import dev.sandpiper.sensors.Range;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** Whether the options of a foreign type can be checked like those of the product's own. */
record TypeReview(DriverType type, ForeignDriver driver) {
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_]{0,31}");

    /** What every entry has; a driver's own meaning of one would take that away. */
    private static final Set<String> TAKEN = Set.of(
            "id", "type", "every", "retain", "initial", "safe", "max_on", "on_link_loss", "late_commands", "require");

    /** The names by which the product finds what an entry claims. */
    private static final Map<Class<? extends Kind>, String> FIXED = Map.of(
            Kind.Bus.class, "bus",
            Kind.Address.class, "address",
            Kind.Pin.class, "pin",
            Kind.AnyPin.class, "pin",
            Kind.PwmPin.class, "pin",
            Kind.Values.class, "values");

    void check() throws UnusableDriver {
        var names = new HashSet<String>();
        for (var option : type.options()) {
            name(option);
            if (!names.add(option.name())) throw refuse(option, "is there twice; keep one");
            pattern(option);
            var usual = option.orElse();
            if (usual.isPresent() && !right(option.kind()).test(usual.get()))
                throw refuse(
                        option,
                        "has the default %s, expected what Option.Kind.%s says; correct it"
                                .formatted(
                                        Defects.line(usual.get().toString()),
                                        option.kind().getClass().getSimpleName()));
        }
        if (has(Kind.Address.class) && !has(Kind.Bus.class))
            throw UnusableDriver.className(
                    "%s has an address without a bus; add Option.bus()".formatted(driver.className()));
    }

    private void name(Option option) throws UnusableDriver {
        if (!NAME.matcher(option.name()).matches())
            throw refuse(option, "has no name of a key: up to 32 of a-z, 0-9 and '_', beginning with a letter");
        if (TAKEN.contains(option.name())) throw refuse(option, "is a key that every entry has; choose another name");
        var fixed = FIXED.get(option.kind().getClass());
        if (fixed != null ? !fixed.equals(option.name()) : FIXED.containsValue(option.name()))
            throw refuse(
                    option,
                    fixed == null
                            ? "is a name with a meaning of its own; use that option, or choose another name"
                            : "is a %s, expected the name %s; call it so"
                                    .formatted(option.kind().getClass().getSimpleName(), fixed));
    }

    private void pattern(Option option) throws UnusableDriver {
        if (!(option.kind() instanceof Kind.Text text)) return;
        try {
            Pattern.compile(text.pattern());
        } catch (PatternSyntaxException broken) {
            throw refuse(option, "has a pattern that is none: %s; correct it".formatted(Defects.line(text.pattern())));
        }
    }

    private static Predicate<Object> right(Kind kind) {
        return switch (kind) {
            case Kind.Whole(var least, var most) ->
                value -> value instanceof Long number && number >= least && number <= most;
            case Kind.Decimal(var least, var most) ->
                value -> value instanceof Double number && number >= least && number <= most;
            case Kind.Choice(var values) -> values::contains;
            case Kind.Channel(var values) -> values::contains;
            case Kind.Flag _ -> Boolean.class::isInstance;
            case Kind.Span _ -> Duration.class::isInstance;
            case Kind.Text _ -> String.class::isInstance;
            case Kind.Pin _, Kind.AnyPin _, Kind.PwmPin _ -> Long.class::isInstance;
            case Kind.Bus _ -> Bus.Own.class::isInstance;
            case Kind.Address(var possible) -> possible::contains;
            case Kind.FromTo _ -> Range.class::isInstance;
            case Kind.Command _ -> List.class::isInstance;
            case Kind.Values _ -> Map.class::isInstance;
        };
    }

    private boolean has(Class<? extends Kind> kind) {
        return type.options().stream().anyMatch(option -> kind.isInstance(option.kind()));
    }

    private UnusableDriver refuse(Option option, String what) {
        return UnusableDriver.className(
                "the option %s of %s %s".formatted(Defects.line(option.name()), driver.className(), what));
    }
}
