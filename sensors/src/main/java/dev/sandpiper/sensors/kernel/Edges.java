package dev.sandpiper.sensors.kernel;

/** Which edges of a line the kernel tells. */
public enum Edges {
    RISING,
    FALLING,
    BOTH;

    /** Whether an edge to this level is told. */
    boolean tell(boolean high) {
        return switch (this) {
            case RISING -> high;
            case FALLING -> !high;
            case BOTH -> true;
        };
    }
}
