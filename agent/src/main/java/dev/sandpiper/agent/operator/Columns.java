package dev.sandpiper.agent.operator;

/** How many columns of a terminal a text takes. */
final class Columns {
    private Columns() {}

    static int of(String text) {
        return text.codePoints().map(Columns::of).sum();
    }

    private static int of(int c) {
        return switch (Character.getType(c)) {
            case Character.NON_SPACING_MARK, Character.ENCLOSING_MARK -> 0;
            default -> isWide(c) ? 2 : 1;
        };
    }

    /** East Asian letters and pictures, roughly: Unicode's annex 11, "wide" and "fullwidth". */
    private static boolean isWide(int c) {
        return c >= 0x1100
                && (c <= 0x115f
                        || c >= 0x2e80 && c <= 0xa4cf
                        || c >= 0xac00 && c <= 0xd7a3
                        || c >= 0xf900 && c <= 0xfaff
                        || c >= 0xfe30 && c <= 0xfe6f
                        || c >= 0xff00 && c <= 0xff60
                        || c >= 0x1f300 && c <= 0x1faff
                        || c >= 0x20000 && c <= 0x3fffd);
    }

    /** As much of it as fits, with a mark where something is missing. */
    static String cut(String text, int width) {
        if (of(text) <= width) return text;
        if (width <= 0) return "";
        var cut = new StringBuilder();
        var left = width - 1;
        for (var i = 0; i < text.length(); i += Character.charCount(text.codePointAt(i))) {
            left -= of(text.codePointAt(i));
            if (left < 0) break;
            cut.appendCodePoint(text.codePointAt(i));
        }
        return cut.append('…').toString();
    }
}
