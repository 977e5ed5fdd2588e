package dev.sandpiper.sensors;

/**
 * What the lines of an expander are, a bit each, line 0 the lowest.
 *
 * @param outputs those that drive
 * @param high those that are high where they drive
 * @param pulledUp those whose resistor to the supply is connected
 */
public record Lines(int outputs, int high, int pulledUp) {

    Lines withOutput(int line, boolean level) {
        return new Lines(outputs | bit(line), with(high, line, level), pulledUp);
    }

    // High: a line that drives again must not begin low.
    Lines withInput(int line, boolean pullUp) {
        return new Lines(outputs & ~bit(line), high | bit(line), with(pulledUp, line, pullUp));
    }

    private static int with(int bits, int line, boolean set) {
        return set ? bits | bit(line) : bits & ~bit(line);
    }

    static int bit(int line) {
        return 1 << line;
    }
}
