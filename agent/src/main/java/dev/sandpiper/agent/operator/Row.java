package dev.sandpiper.agent.operator;

import java.util.ArrayList;
import java.util.List;

/** One line of the picture: pieces of text, each in its style, no wider than the terminal. */
final class Row {
    /** What a piece means; a terminal without colours shows none of it. */
    enum Style {
        PLAIN(""),
        STRONG("1"),
        FAINT("2"),
        GOOD("32"),
        BAD("1;31"),
        WARNING("33");

        private final String code;

        Style(String code) {
            this.code = code;
        }
    }

    private record Piece(Style style, String text) {}

    private final List<Piece> pieces = new ArrayList<>();

    Row add(Style style, String text) {
        pieces.add(new Piece(style, text));
        return this;
    }

    Row add(String text) {
        return add(Style.PLAIN, text);
    }

    /** The same in a column of its own, and two blanks behind it. */
    Row column(int width, Style style, String text) {
        var cut = Columns.cut(text, width);
        return add(style, cut).add(" ".repeat(width - Columns.of(cut) + 2));
    }

    /** Ends at the right edge with this, behind as much of the rest as has room. */
    Row endingWith(int width, Style style, String end) {
        var room = Math.max(0, width - Columns.of(end) - 2);
        var shortened = cut(room);
        var gap = Math.max(0, width - shortened.columns() - Columns.of(end));
        return shortened.add(" ".repeat(gap)).add(style, end);
    }

    private int columns() {
        return pieces.stream().mapToInt(piece -> Columns.of(piece.text())).sum();
    }

    Row cut(int width) {
        var row = new Row();
        var left = width;
        for (var piece : pieces) {
            var text = Columns.cut(piece.text(), left);
            row.add(piece.style(), text);
            left -= Columns.of(text);
            if (!text.equals(piece.text())) break;
        }
        return row;
    }

    String plain() {
        var text = new StringBuilder();
        pieces.forEach(piece -> text.append(piece.text()));
        return text.toString().stripTrailing();
    }

    String coloured() {
        var text = new StringBuilder();
        for (var piece : pieces)
            if (piece.style() == Style.PLAIN) text.append(piece.text());
            else
                text.append("\u001b[")
                        .append(piece.style().code)
                        .append('m')
                        .append(piece.text())
                        .append("\u001b[0m");
        return text.toString();
    }
}
