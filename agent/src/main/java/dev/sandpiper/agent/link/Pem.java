package dev.sandpiper.agent.link;

import dev.sandpiper.agent.link.Failure.Cause;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads PEM files (RFC 7468): blocks between BEGIN and END lines, with any text around them. */
final class Pem {
    /** @param label such as {@code CERTIFICATE} */
    record Block(String label, byte[] content) {}

    private static final Pattern BLOCK =
            Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----(.*?)-----END \\1-----", Pattern.DOTALL);

    private Pem() {}

    /** @throws LinkFault if the file cannot be read or a block is not base64 */
    static List<Block> read(Path file) throws LinkFault {
        List<Block> blocks = new ArrayList<>();
        try {
            Matcher matcher = BLOCK.matcher(Files.readString(file, StandardCharsets.ISO_8859_1));
            while (matcher.find()) {
                String base64 = matcher.group(2).replaceAll("\\s", "");
                blocks.add(new Block(matcher.group(1), Base64.getDecoder().decode(base64)));
            }
        } catch (NoSuchFileException e) {
            throw fault(file, "there is no such file", e);
        } catch (IOException e) {
            throw fault(file, "cannot be read: " + e.getMessage(), e);
        } catch (IllegalArgumentException e) {
            // PKCS#1 keys with a password have headers inside the block; they are refused by their label.
            throw fault(file, "is damaged or has a format that is not supported; expected PEM", e);
        }
        return blocks;
    }

    static LinkFault fault(Path file, String what, Throwable cause) {
        return new LinkFault(new Failure(Cause.CONFIGURATION, file + ": " + what), cause);
    }

    static LinkFault fault(Path file, String what) {
        return new LinkFault(new Failure(Cause.CONFIGURATION, file + ": " + what));
    }
}
