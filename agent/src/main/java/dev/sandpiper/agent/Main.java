package dev.sandpiper.agent;

/** The entry of the command line. */
public final class Main {
    private Main() {}

    /** @param arguments the command line of contract section 7 */
    public static void main(String[] arguments) {}
}
