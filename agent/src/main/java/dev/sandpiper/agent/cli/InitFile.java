package dev.sandpiper.agent.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file that the configuration names, to lie beside it where the service can read it. */
record InitFile(String name, byte[] content, Readers readers) {
    static final String PASSWORD = "password";
    static final String AUTHORITY = "ca.pem";
    static final String CERTIFICATE = "client.pem";
    static final String KEY = "client.key";

    enum Readers {
        EVERYBODY,
        /** It is a secret. */
        SERVICE
    }

    static InitFile open(String name, String text) {
        return new InitFile(name, text.getBytes(StandardCharsets.UTF_8), Readers.EVERYBODY);
    }

    /** A copy of one that was named. */
    static InitFile copy(String name, Path file, Readers readers) throws Failure {
        try {
            return new InitFile(name, Files.readAllBytes(file), readers);
        } catch (IOException unreadable) {
            throw Failure.because("%s cannot be read: %s".formatted(file, unreadable.getMessage()));
        }
    }

    static InitFile secret(String name, String text) {
        return new InitFile(name, text.getBytes(StandardCharsets.UTF_8), Readers.SERVICE);
    }
}
