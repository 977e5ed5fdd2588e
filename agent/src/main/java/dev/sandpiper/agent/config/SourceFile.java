package dev.sandpiper.agent.config;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/**
 * The bytes of a configuration file as text.
 *
 * @param digest {@code sha256:} and 64 hex digits
 */
record SourceFile(String text, String digest) {
    private static final int LARGEST = 1 << 20;

    static SourceFile read(Path file) throws ConfigErrors {
        if (!Files.exists(file)) throw error(file + ": no such file; name yours with --config FILE");
        if (!Files.isRegularFile(file)) throw error(file + ": not a file; name a YAML file with --config FILE");
        var bytes = bytes(file);
        return new SourceFile(decoded(file, bytes), "sha256:" + HexFormat.of().formatHex(sha256(bytes)));
    }

    private static byte[] bytes(Path file) throws ConfigErrors {
        try (var in = Files.newInputStream(file)) {
            var bytes = in.readNBytes(LARGEST + 1);
            if (bytes.length > LARGEST)
                throw error(file + ": larger than 1 MiB, which no configuration is; check the name");
            return bytes;
        } catch (AccessDeniedException denied) {
            throw error("%s: not readable by %s; change its owner or mode"
                    .formatted(file, System.getProperty("user.name")));
        } catch (IOException unreadable) {
            throw error("%s: not readable: %s; check the disk".formatted(file, unreadable.getMessage()));
        }
    }

    private static String decoded(Path file, byte[] bytes) throws ConfigErrors {
        var in = ByteBuffer.wrap(bytes);
        try {
            var text = StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .decode(in)
                    .toString();
            return text.startsWith("\uFEFF") ? text.substring(1) : text;
        } catch (CharacterCodingException malformed) {
            var at = in.position();
            var before = new String(bytes, 0, at, StandardCharsets.UTF_8);
            var lineStart = before.lastIndexOf('\n') + 1;
            var spot = new Spot(
                    (int) before.chars().filter(c -> c == '\n').count() + 1,
                    before.codePointCount(lineStart, before.length()) + 1);
            throw error(Complaints.line(
                    file, spot, "byte 0x%02x is not UTF-8; save the file as UTF-8".formatted(bytes[at])));
        }
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java has SHA-256", impossible);
        }
    }

    private static ConfigErrors error(String line) {
        return new ConfigErrors(List.of(line));
    }
}
