package dev.sandpiper.agent.config;

import dev.sandpiper.agent.config.CalibrationConfig.Point;
import dev.sandpiper.agent.config.Item.Listing;
import dev.sandpiper.agent.config.Item.Scalar;
import dev.sandpiper.sensors.Option.Kind;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Lists of numbers that say what is true where a chip says something else. */
final class Curves {
    private static final Kind.Decimal NUMBER = new Kind.Decimal(-1e9, 1e9);
    private static final int MOST_POINTS = 20;
    private static final int MOST_COEFFICIENTS = 8;

    private Curves() {}

    static List<Point> points(Listing listing) throws Misfit {
        var expected = Phrases.of(new Shape.Points());
        var points = new ArrayList<Point>();
        for (var item : counted(listing, MOST_POINTS, expected)) {
            var pair = numbers(item, 2, expected);
            if (pair.size() != 2) throw misfit(item, expected);
            points.add(new Point(pair.getFirst(), pair.getLast()));
        }
        points.sort(Comparator.comparingDouble(Point::measured));
        for (var i = 1; i < points.size(); i++) different(points.get(i - 1), points.get(i));
        return points;
    }

    private static void different(Point one, Point other) throws Misfit {
        if (one.measured() == other.measured())
            throw new Misfit(
                    "found two points measured at %s, expected different ones; correct one",
                    Phrases.plain(one.measured()));
        if (one.real() == other.real())
            throw new Misfit(
                    "found two points in a row that are truly %s, so that nothing could be told apart between them; correct one",
                    Phrases.plain(one.real()));
    }

    static List<Double> coefficients(Listing listing) throws Misfit {
        var expected = Phrases.of(new Shape.Coefficients());
        counted(listing, MOST_COEFFICIENTS, expected);
        var numbers = numbers(listing, MOST_COEFFICIENTS, expected);
        if (numbers.stream().skip(1).allMatch(number -> number == 0))
            throw new Misfit("found only a constant, expected %s; correct it", expected);
        return numbers;
    }

    private static List<Item> counted(Listing listing, int most, String expected) throws Misfit {
        if (listing.items().size() < 2 || listing.items().size() > most) throw misfit(listing, expected);
        return listing.items();
    }

    private static List<Double> numbers(Item item, int most, String expected) throws Misfit {
        if (!(item instanceof Listing listing) || listing.items().size() > most) throw misfit(item, expected);
        var numbers = new ArrayList<Double>();
        for (var each : listing.items()) {
            if (!(each instanceof Scalar scalar)) throw misfit(each, expected);
            numbers.add(Scalars.decimal(NUMBER, scalar));
        }
        return numbers;
    }

    private static Misfit misfit(Item item, String expected) {
        var found = item instanceof Listing listing ? listing.items().size() + " in a list" : item.found();
        return Misfit.at(item.spot(), "found %s, expected %s; correct it", found, expected);
    }
}
