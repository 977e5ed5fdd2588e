package dev.sandpiper.agent.link;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The head of an HTTP answer.
 *
 * @param fields by their names in small letters; what is there twice is joined with a comma (RFC 9110, section 5.2)
 */
record HttpAnswer(int status, Map<String, String> fields) {
    /** Common servers send a tenth of that. */
    private static final int LONGEST_HEAD = 16_384;

    private static final Pattern STATUS_LINE = Pattern.compile("HTTP/1\\.[01] (\\d{3})( .*)?");

    /** The peer speaks something else. */
    static final class NotHttp extends IOException {
        private static final long serialVersionUID = 1;

        private NotHttp(String found) {
            super(found);
        }
    }

    /**
     * Reads up to the empty line and not a byte further.
     *
     * @param endBy {@link System#nanoTime} by which it must have come
     */
    static HttpAnswer read(InputStream in, long endBy) throws IOException {
        List<String> lines = head(in, endBy).lines().toList();
        Matcher first = STATUS_LINE.matcher(lines.isEmpty() ? "" : lines.getFirst());
        if (!first.matches()) {
            throw new NotHttp("the first line of its answer is not one of HTTP/1.1");
        }
        Map<String, String> fields = new HashMap<>();
        for (String line : lines.subList(1, lines.size())) {
            int colon = line.indexOf(':');
            if (colon > 0) {
                String name = line.substring(0, colon).toLowerCase(Locale.ROOT);
                fields.merge(name, line.substring(colon + 1).strip(), (one, other) -> one + ", " + other);
            }
        }
        return new HttpAnswer(Integer.parseInt(first.group(1)), Map.copyOf(fields));
    }

    private static String head(InputStream in, long endBy) throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        int lineLength = 0;
        while (true) {
            int next = in.read();
            check(head, next, endBy);
            head.write(next);
            if (next == '\n' && lineLength == 0) {
                return head.toString(StandardCharsets.ISO_8859_1);
            }
            if (next != '\r') {
                lineLength = next == '\n' ? 0 : lineLength + 1;
            }
        }
    }

    private static void check(ByteArrayOutputStream head, int next, long endBy) throws IOException {
        if (next < 0) {
            throw new EOFException();
        }
        if (head.size() == 0 && next != 'H') {
            throw new NotHttp("its answer begins with 0x%02x".formatted(next));
        }
        if (head.size() == LONGEST_HEAD) {
            throw new NotHttp("the head of its answer has more than " + LONGEST_HEAD + " bytes");
        }
        if (System.nanoTime() - endBy > 0) {
            throw new SocketTimeoutException("the answer trickles");
        }
    }

    Optional<String> field(String name) {
        return Optional.ofNullable(fields.get(name));
    }

    /** Whether the field is a list that has this token, in letters of any size. */
    boolean has(String name, String token) {
        return field(name).stream()
                .flatMap(list -> Pattern.compile(",").splitAsStream(list))
                .anyMatch(each -> each.strip().equalsIgnoreCase(token));
    }
}
