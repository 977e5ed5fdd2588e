package dev.sandpiper.agent.link;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.util.function.Consumer;

/**
 * Input that hands out a packet's fixed header only when it is complete, and no packet above the limit. Paho loses the
 * first byte when a read times out between it and the next, and allocates whatever length the peer claims.
 *
 * <p>A message above the limit is cut: were the connection ended instead, the broker would deliver the message again on
 * the next one, for ever. Its last byte is spoilt, so that nobody takes the part for the whole.
 */
final class PacketStream extends InputStream {
    /** MQTT 3.1.1, section 2.2: one byte of type and flags, then a length of at most four. */
    private static final int LONGEST_HEADER = 5;

    private static final int CONNACK = 0x20;
    private static final int PINGRESP = 0xd0;
    private static final int PUBLISH = 0x30;
    /** In no UTF-8 text. */
    private static final byte SPOILT = (byte) 0xff;

    private final InputStream source;
    private final int limit;
    private final Diagnosis diagnosis;
    private final long answerBy;
    private final Consumer<IOException> beforeFailure;
    private final Runnable onPong;

    private final byte[] header = new byte[LONGEST_HEADER];
    private int headerLength;
    private int handedOut;
    private boolean headerComplete;
    private int bodyLeft;
    /** What was cut off the present packet and is still to be read. */
    private int surplus;

    private final byte[] discarded = new byte[1024];
    private boolean answered;

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
        this.limit = limit;
        this.diagnosis = diagnosis;
        this.answerBy = answerBy;
        this.beforeFailure = beforeFailure;
        this.onPong = onPong;
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
        int headerLeft = headerComplete ? headerLength - handedOut : 0;
        return headerLeft + Math.min(bodyLeft, source.available());
    }

    private int readPart(byte[] target, int offset, int length) throws IOException {
        if (headerComplete && handedOut == headerLength && bodyLeft == 0) {
            discardSurplus();
            headerLength = 0;
            handedOut = 0;
            headerComplete = false;
        }
        if (!headerComplete) {
            readHeader();
        }
        if (handedOut < headerLength) {
            int count = Math.min(length, headerLength - handedOut);
            System.arraycopy(header, handedOut, target, offset, count);
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
    private void readHeader() throws IOException {
        while (!headerComplete) {
            int next = source.read();
            if (next < 0) {
                throw new EOFException();
            }
            header[headerLength++] = (byte) next;
            checkFirst(next);
            headerComplete = headerLength > 1 && next < 0x80;
            if (headerComplete && isPong()) {
                onPong.run();
                headerLength = 0;
                headerComplete = false;
            }
            if (!headerComplete && headerLength == LONGEST_HEADER) {
                throw new LinkFault(diagnosis.malformed());
            }
        }
        answered = true;
        bodyLeft = remainingLength();
        if (bodyLeft > limit) {
            cut();
        }
    }

    private boolean isPong() {
        return (header[0] & 0xff) == PINGRESP && header[1] == 0;
    }

    private void cut() throws LinkFault {
        if ((header[0] & 0xf0) != PUBLISH) {
            throw new LinkFault(diagnosis.tooLarge(bodyLeft));
        }
        surplus = bodyLeft - limit;
        bodyLeft = limit;
        headerLength = 1;
        for (int left = limit; left > 0; left >>= 7) {
            header[headerLength++] = (byte) (left < 0x80 ? left : left & 0x7f | 0x80);
        }
    }

    private void checkFirst(int next) throws LinkFault {
        if (!answered && headerLength == 1 && next != CONNACK) {
            throw new LinkFault(diagnosis.notMqtt(next));
        }
    }

    private int remainingLength() {
        int length = 0;
        for (int i = headerLength - 1; i > 0; i--) {
            length = length << 7 | header[i] & 0x7f;
        }
        return length;
    }

    private IOException overdue(SocketTimeoutException e) {
        if (answered || System.nanoTime() - answerBy < 0) {
            return e;
        }
        LinkFault fault = new LinkFault(diagnosis.noAnswer(Stage.CONNACK), e);
        beforeFailure.accept(fault);
        return fault;
    }
}
