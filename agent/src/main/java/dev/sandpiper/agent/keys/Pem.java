package dev.sandpiper.agent.keys;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;

/** Reads PEM files (RFC 7468): blocks between BEGIN and END lines, with any text around them. */
final class Pem {
    /** Far more than all the world's authorities; keeps a wrong file name from using up the memory. */
    private static final int LARGEST = 4 << 20;

    private static final Pattern BEGIN = Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----\\s*");

    private Pem() {}

    /**
     * @param label such as {@code CERTIFICATE}
     * @param lines from BEGIN to END
     * @param number of the first line
     */
    record Block(Path file, String label, List<String> lines, int number) {

        /** @throws KeyFault if it is not base64 */
        byte[] content() throws KeyFault {
            try {
                var inside = lines.subList(1, lines.size() - 1);
                return Base64.getDecoder().decode(String.join("", inside).replaceAll("\\s", ""));
            } catch (IllegalArgumentException damaged) {
                throw new KeyFault(file, "the %s in line %d is damaged: not base64".formatted(label, number), damaged);
            }
        }

        /** Whether its content is protected by a pass phrase in the way of RFC 1421. */
        boolean hasEncryptionHeader() {
            return lines.get(1).startsWith("Proc-Type:") && lines.get(1).endsWith("ENCRYPTED");
        }
    }

    /** @throws KeyFault if the file cannot be read, or ends within a block */
    static List<Block> read(Path file) throws KeyFault {
        var blocks = new ArrayList<Block>();
        var lines = lines(file);
        for (var i = 0; i < lines.size(); i++) {
            var begin = BEGIN.matcher(lines.get(i));
            if (!begin.matches()) continue;
            var end = end(lines, i, begin.group(1));
            if (end < 0)
                throw new KeyFault(
                        file, "has no end of the %s in line %d; the file is cut off".formatted(begin.group(1), i + 1));
            blocks.add(new Block(file, begin.group(1), lines.subList(i, end + 1), i + 1));
            i = end;
        }
        return blocks;
    }

    private static int end(List<String> lines, int begin, String label) {
        for (var i = begin + 1; i < lines.size(); i++) {
            if (lines.get(i).startsWith("-----END " + label + "-----")) return i;
            if (lines.get(i).startsWith("-----BEGIN ")) return -1;
        }
        return -1;
    }

    private static List<String> lines(Path file) throws KeyFault {
        return new String(bytes(file), StandardCharsets.ISO_8859_1).lines().toList();
    }

    static byte[] bytes(Path file) throws KeyFault {
        try (var in = Files.newInputStream(file)) {
            var bytes = in.readNBytes(LARGEST + 1);
            if (bytes.length > LARGEST) throw new KeyFault(file, "has more than 4 MiB; correct the name");
            return bytes;
        } catch (NoSuchFileException e) {
            throw new KeyFault(file, "there is no such file", e);
        } catch (AccessDeniedException e) {
            var user = System.getProperty("user.name");
            throw new KeyFault(file, "is not readable by %s; change its owner or mode".formatted(user), e);
        } catch (IOException e) {
            throw new KeyFault(file, "cannot be read: " + e.getMessage(), e);
        }
    }
}
