package dev.sandpiper.agent.cli;

import java.util.ArrayList;
import java.util.List;

/** Lines whose columns stand under each other, two blanks apart. */
final class Table {
    private final List<List<String>> rows = new ArrayList<>();

    Table row(String... cells) {
        rows.add(List.of(cells));
        return this;
    }

    @Override
    public String toString() {
        return String.join("\n", rows.stream().map(this::line).toList());
    }

    private String line(List<String> row) {
        var line = new StringBuilder();
        for (var column = 0; column < row.size(); column++) {
            line.append(row.get(column));
            if (column < row.size() - 1)
                line.repeat(' ', width(column) - row.get(column).length() + 2);
        }
        return line.toString().stripTrailing();
    }

    // The last cell of a row may be long: it does not make its column wider for others.
    private int width(int column) {
        return rows.stream()
                .filter(row -> row.size() > column + 1)
                .mapToInt(row -> row.get(column).length())
                .max()
                .orElse(0);
    }
}
