package dev.sandpiper.agent.link;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.Consumer;

/**
 * The bytes that a server's WebSocket frames carry, without the frames: RFC 6455, section 5. Goes on wherever a time-out
 * interrupted it. A frame is handed out as it comes, so that its length costs no memory.
 */
final class WebSocketInput extends InputStream {
    private static final int LONGEST_HEADER = 2 + 8;
    private static final int LONGEST_CONTROL = 125;
    private static final int TWO_BYTE_LENGTH = 126;
    private static final int EIGHT_BYTE_LENGTH = 127;
    /** The longest packet that MQTT knows. */
    private static final long LONGEST_DATA = 5 + 268_435_455;

    private final InputStream source;
    private final Diagnosis diagnosis;
    private final Consumer<WebSocketControl> reply;

    private final byte[] header = new byte[LONGEST_HEADER];
    private int headerLength;
    private final byte[] control = new byte[LONGEST_CONTROL];
    private int controlLength;
    private long dataLeft;
    private boolean withinMessage;

    /**
     * @param source buffered
     * @param reply sends a frame soon; must not block
     */
    WebSocketInput(InputStream source, Diagnosis diagnosis, Consumer<WebSocketControl> reply) {
        this.source = source;
        this.diagnosis = diagnosis;
        this.reply = reply;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        while (dataLeft == 0) {
            readFrame();
        }
        int count = source.read(target, offset, (int) Math.min(length, dataLeft));
        dataLeft -= Math.max(count, 0);
        return count;
    }

    @Override
    public int available() throws IOException {
        return (int) Math.min(dataLeft, source.available());
    }

    /** Up to the first byte of data, or over the whole of a control frame. */
    private void readFrame() throws IOException {
        while (headerLength < headerSize()) {
            byte next = next();
            header[headerLength++] = next;
        }
        checkHeader();
        int opcode = header[0] & 0x0f;
        boolean last = (header[0] & 0x80) != 0;
        if (opcode >= WebSocketControl.CLOSE) {
            readControl(opcode);
        } else {
            dataLeft = length();
            withinMessage = !last;
        }
        headerLength = 0;
    }

    private byte next() throws IOException {
        int next = source.read();
        if (next < 0) {
            throw new EOFException();
        }
        return (byte) next;
    }

    private int headerSize() {
        if (headerLength < 2) {
            return 2;
        }
        return switch (header[1] & 0x7f) {
            case TWO_BYTE_LENGTH -> 2 + 2;
            case EIGHT_BYTE_LENGTH -> 2 + 8;
            default -> 2;
        };
    }

    private long length() {
        if (headerLength == 2) {
            return header[1] & 0x7f;
        }
        long length = 0;
        for (int i = 2; i < headerLength; i++) {
            length = length << 8 | header[i] & 0xff;
        }
        return length;
    }

    private void checkHeader() throws LinkFault {
        int opcode = header[0] & 0x0f;
        boolean last = (header[0] & 0x80) != 0;
        boolean isControl = opcode >= WebSocketControl.CLOSE;
        check((header[0] & 0x70) == 0, "uses an extension that was not agreed");
        check((header[1] & 0x80) == 0, "is masked, which only a client does");
        switch (opcode) {
            case WebSocketControl.CONTINUATION -> check(withinMessage, "continues a message that did not begin");
            case WebSocketControl.BINARY -> check(!withinMessage, "begins a message within another");
            case WebSocketControl.CLOSE, WebSocketControl.PING, WebSocketControl.PONG -> {
                check(last && length() <= LONGEST_CONTROL, "is a control frame that is too long");
            }
            default -> check(false, "has type %d, expected 2 (binary)".formatted(opcode));
        }
        check(isControl || length() >= 0 && length() <= LONGEST_DATA, "is longer than any packet of MQTT");
    }

    private void check(boolean right, String otherwise) throws LinkFault {
        if (!right) {
            throw new LinkFault(diagnosis.wrongFrame(otherwise));
        }
    }

    private void readControl(int opcode) throws IOException {
        while (controlLength < length()) {
            byte next = next();
            control[controlLength++] = next;
        }
        byte[] payload = Arrays.copyOf(control, controlLength);
        controlLength = 0;
        switch (opcode) {
            case WebSocketControl.PING -> reply.accept(new WebSocketControl(WebSocketControl.PONG, payload));
            case WebSocketControl.CLOSE -> {
                reply.accept(new WebSocketControl(
                        WebSocketControl.CLOSE, Arrays.copyOf(payload, Math.min(payload.length, 2))));
                throw new SocketException("WebSocket closed" + reason(payload));
            }
            default -> {} // A pong nobody asked for.
        }
    }

    /** RFC 6455, section 5.5.1. */
    private static String reason(byte[] payload) {
        if (payload.length < 2) {
            return " without a reason";
        }
        int code = (payload[0] & 0xff) << 8 | payload[1] & 0xff;
        String words = new String(payload, 2, payload.length - 2, StandardCharsets.UTF_8);
        return " with code " + code + (words.isEmpty() ? "" : " (" + HttpRefusal.shown(words) + ")");
    }
}
