package dev.sandpiper.agent.link;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.util.function.Consumer;

/**
 * Input that hands out a packet's beginning only when it is complete, and no packet above the limit. Paho loses the
 * first byte when a read times out between it and the next, and allocates whatever length the peer claims.
 *
 * <p>A message above the limit is cut: were the connection ended instead, the broker would deliver the message again on
 * the next one, for ever. Its last byte is spoilt, so that nobody takes the part for the whole.
 */
final class PacketStream extends InputStream {
    /** In no UTF-8 text. */
    private static final byte SPOILT = (byte) 0xff;

    private final InputStream source;
    private final Diagnosis diagnosis;
    private final long answerBy;
    private final Consumer<IOException> beforeFailure;
    private final Runnable onPong;

    private final PacketHead head;
    private int handedOut;
    private int bodyLeft;
    /** What was cut off the present packet and is still to be read. */
    private int surplus;

    private final byte[] discarded = new byte[1024];

    /**
     * @param source buffered, and with a time-out
     * @param limit of a packet's remaining length, bytes
     * @param answerBy {@link System#nanoTime} by which the first packet, the CONNACK, must have come
     * @param beforeFailure told of every failure before the reader is
     * @param onPong told of every answer to a ping; the reader is not
     */
    PacketStream(
            InputStream source,
            int limit,
            Diagnosis diagnosis,
            long answerBy,
            Consumer<IOException> beforeFailure,
            Runnable onPong) {
        this.source = source;
        this.diagnosis = diagnosis;
        this.answerBy = answerBy;
        this.beforeFailure = beforeFailure;
        this.onPong = onPong;
        this.head = new PacketHead(limit, diagnosis);
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        read(one, 0, 1);
        return one[0] & 0xff;
    }

    /** Never -1: the end of the stream is a failure here, since MQTT does not end in silence. */
    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        try {
            return readPart(target, offset, length);
        } catch (SocketTimeoutException e) {
            throw overdue(e);
        } catch (IOException e) {
            beforeFailure.accept(e);
            throw e;
        }
    }

    @Override
    public int available() throws IOException {
        int headLeft = head.complete() ? head.length() - handedOut : 0;
        return headLeft + Math.min(bodyLeft, source.available());
    }

    private int readPart(byte[] target, int offset, int length) throws IOException {
        if (head.complete() && handedOut == head.length() && bodyLeft == 0) {
            discardSurplus();
            head.clear();
            handedOut = 0;
        }
        if (!head.complete()) {
            readHead();
        }
        if (handedOut < head.length()) {
            int count = Math.min(length, head.length() - handedOut);
            head.copy(handedOut, target, offset, count);
            handedOut += count;
            return count;
        }
        int count = read(target, offset, Math.min(length, bodyLeft), source);
        bodyLeft -= count;
        if (bodyLeft == 0 && surplus > 0) {
            target[offset + count - 1] = SPOILT;
        }
        return count;
    }

    private static int read(byte[] target, int offset, int length, InputStream from) throws IOException {
        int count = from.read(target, offset, length);
        if (count < 0) {
            throw new EOFException();
        }
        return count;
    }

    /** Goes on where a time-out interrupted it. */
    private void discardSurplus() throws IOException {
        while (surplus > 0) {
            surplus -= read(discarded, 0, Math.min(surplus, discarded.length), source);
        }
    }

    /** Goes on where a time-out interrupted it. */
    private void readHead() throws IOException {
        while (!head.complete()) {
            int next = source.read();
            if (next < 0) {
                throw new EOFException();
            }
            head.add(next);
            if (head.complete() && head.isPong()) {
                onPong.run();
                head.clear();
            }
        }
        bodyLeft = head.body();
        surplus = head.surplus();
    }

    private IOException overdue(SocketTimeoutException e) {
        if (head.answered() || System.nanoTime() - answerBy < 0) {
            return e;
        }
        LinkFault fault = new LinkFault(diagnosis.noAnswer(Stage.CONNACK), e);
        beforeFailure.accept(fault);
        return fault;
    }
}
