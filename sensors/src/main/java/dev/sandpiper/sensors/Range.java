package dev.sandpiper.sensors;

/**
 * From one number to another, of which either may be the greater.
 *
 * @param first where a scale begins
 * @param last where it ends
 */
public record Range(double first, double last) {
    public double least() {
        return Math.min(first, last);
    }

    public double most() {
        return Math.max(first, last);
    }

    public boolean contains(double number) {
        return number >= least() && number <= most();
    }

    /** The number of another range that is where {@code number} is in this one. */
    public double onto(Range other, double number) {
        return other.first + (number - first) / (last - first) * (other.last - other.first);
    }
}
