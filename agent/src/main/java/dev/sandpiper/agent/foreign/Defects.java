package dev.sandpiper.agent.foreign;

/** Foreign errors and sentences, in words that fit into a line of the log. */
final class Defects {
    private static final int LONGEST = 300;

    private Defects() {}

    /** {@code java.lang.IllegalStateException: no coefficients}. */
    static String name(Throwable defect) {
        try {
            return line(defect.toString());
        } catch (Throwable evenThat) {
            return defect.getClass().getName();
        }
    }

    /** The text in one line that is not too long. */
    static String line(String text) {
        var line = text.replaceAll("[\\p{Cntrl}\u2028\u2029\u0085]+", " ").strip();
        return line.length() <= LONGEST ? line : line.substring(0, LONGEST) + "…";
    }
}
