package dev.sandpiper.agent.command;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Short stand-ins for contents that have to be recognised again. */
final class Digest {
    private static final int LONGEST_TEXT = 100;

    private Digest() {}

    static String of(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java has SHA-256", impossible);
        }
    }

    /** The text itself while it is short: the journal can then be read by people, and cannot be made to grow. */
    static String ofLong(String text) {
        return text.length() <= LONGEST_TEXT ? text : of(text.getBytes(StandardCharsets.UTF_8));
    }
}
