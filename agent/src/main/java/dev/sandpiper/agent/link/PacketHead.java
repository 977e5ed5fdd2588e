package dev.sandpiper.agent.link;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The beginning of a packet from the broker: the fixed header, and a message's topic with it. Judged here, since Paho's
 * receiver dies in silence of a QoS 3 and of many a topic, and takes for an answer what is none.
 */
final class PacketHead {
    /** MQTT 3.1.1, section 2.2: one byte of type and flags, then a length of at most four. */
    private static final int LONGEST_HEADER = 5;

    private static final int CONNACK = 0x20;
    private static final int PUBLISH = 0x30;
    private static final int PUBACK = 0x40;
    private static final int PUBREL = 0x62;
    private static final int SUBACK = 0x90;
    private static final int UNSUBACK = 0xb0;
    private static final int PINGRESP = 0xd0;

    private static final int PACKET_ID = 2;
    private static final int TOPIC_LENGTH = 2;
    private static final int USUAL_LENGTH = 256;
    /**
     * Messages of QoS 2 come only out of a session that another client began. Paho keeps each until it is released, and
     * an answer to each release.
     */
    private static final int MOST_OF_QOS_2 = 100;

    private final int limit;
    private final Diagnosis diagnosis;

    private byte[] bytes = new byte[USUAL_LENGTH];
    private int length;
    /** 0 while it is not complete. */
    private int headerLength;

    private int remaining;
    private boolean complete;
    private boolean answered;
    private int notReleased;
    private int body;
    private int surplus;

    /** @param limit of a packet's remaining length, bytes */
    PacketHead(int limit, Diagnosis diagnosis) {
        this.limit = limit;
        this.diagnosis = diagnosis;
    }

    void clear() {
        bytes = bytes.length > USUAL_LENGTH ? new byte[USUAL_LENGTH] : bytes;
        length = 0;
        headerLength = 0;
        complete = false;
    }

    /** Takes the packet's next byte until it is {@link #complete}. */
    void add(int next) throws LinkFault {
        if (length == bytes.length) {
            bytes = Arrays.copyOf(bytes, 2 * length);
        }
        bytes[length++] = (byte) next;
        if (headerLength == 0) {
            addToHeader(next);
        }
        if (isMessage() && length == headerLength + TOPIC_LENGTH) {
            check(TOPIC_LENGTH + topicLength() + (qos() == 0 ? 0 : PACKET_ID) <= remaining);
        }
        complete = headerLength > 0 && length == completeLength();
        if (complete) {
            answered = true;
            surplus = 0;
            body = headerLength + remaining - length;
            if (isMessage()) {
                makeBearable();
                cut();
            }
        }
    }

    private void addToHeader(int next) throws LinkFault {
        if (!answered && length == 1 && next != CONNACK) {
            throw new LinkFault(diagnosis.notMqtt(next));
        }
        if (length > 1 && next < 0x80) {
            headerLength = length;
            remaining = remainingLength();
            checkHeader();
        } else {
            check(length < LONGEST_HEADER);
        }
    }

    private int remainingLength() {
        int sum = 0;
        for (int i = headerLength - 1; i > 0; i--) {
            sum = sum << 7 | bytes[i] & 0x7f;
        }
        return sum;
    }

    private int completeLength() {
        if (!isMessage()) {
            return headerLength;
        }
        return headerLength + TOPIC_LENGTH + (length < headerLength + TOPIC_LENGTH ? 0 : topicLength());
    }

    private void checkHeader() throws LinkFault {
        if (isMessage()) {
            check(qos() < 3 && remaining >= TOPIC_LENGTH);
            countQos2(qos() == 2 ? 1 : 0);
            return;
        }
        if (remaining > limit) {
            throw new LinkFault(diagnosis.tooLarge(remaining));
        }
        switch (bytes[0] & 0xff) {
            // MQTT 5 has longer ones, which PublishRights understands, and Paho passes over.
            case CONNACK -> check(!answered && remaining >= 2);
            case PUBACK, UNSUBACK -> check(remaining >= PACKET_ID);
            case SUBACK -> check(remaining > PACKET_ID);
            case PINGRESP -> check(remaining == 0);
            case PUBREL -> {
                check(remaining == PACKET_ID);
                countQos2(-1);
            }
            default -> check(false);
        }
    }

    private void countQos2(int change) throws LinkFault {
        notReleased += change;
        check(Math.abs(notReleased) <= MOST_OF_QOS_2);
    }

    private void check(boolean valid) throws LinkFault {
        if (!valid) {
            throw new LinkFault(diagnosis.malformed());
        }
    }

    private boolean isMessage() {
        return headerLength > 0 && (bytes[0] & 0xf0) == PUBLISH;
    }

    private int qos() {
        return bytes[0] >> 1 & 3;
    }

    private int topicLength() {
        return (bytes[headerLength] & 0xff) << 8 | bytes[headerLength + 1] & 0xff;
    }

    /** No topic of this device has such a character, so that the message is for nobody either way. */
    private void makeBearable() throws LinkFault {
        int at = headerLength + TOPIC_LENGTH;
        for (int character : topic(at).codePoints().toArray()) {
            int size = Character.toString(character).getBytes(StandardCharsets.UTF_8).length;
            if (!isBearable(character)) {
                Arrays.fill(bytes, at, at + size, (byte) '?');
            }
            at += size;
        }
    }

    /** Paho takes each character of two Java chars for a broken one, and half of the last range by mistake, too. */
    private static boolean isBearable(int character) {
        return character < 0xfdd0 && !Character.isISOControl(character);
    }

    private String topic(int at) throws LinkFault {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes, at, length - at))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new LinkFault(diagnosis.malformed(), e);
        }
    }

    /** Leaves of a message what the limit allows; of a topic that is longer than half of that, its beginning. */
    private void cut() {
        if (remaining <= limit) {
            return;
        }
        int topic = Math.min(topicLength(), limit / 2);
        surplus = body - Math.min(body, limit - TOPIC_LENGTH - topic);
        body -= surplus;
        byte[] whole = bytes;
        bytes = new byte[LONGEST_HEADER + TOPIC_LENGTH + topic];
        bytes[0] = whole[0];
        length = 1;
        for (int left = TOPIC_LENGTH + topic + body; left > 0; left >>= 7) {
            bytes[length++] = (byte) (left < 0x80 ? left : left & 0x7f | 0x80);
        }
        bytes[length++] = (byte) (topic >> 8);
        bytes[length++] = (byte) topic;
        System.arraycopy(whole, headerLength + TOPIC_LENGTH, bytes, length, topic);
        length += topic;
    }

    /** Whether the rest can be handed out as it comes. */
    boolean complete() {
        return complete;
    }

    /** Whether the CONNACK has come. */
    boolean answered() {
        return answered;
    }

    boolean isPong() {
        return (bytes[0] & 0xff) == PINGRESP;
    }

    int length() {
        return length;
    }

    /** How much of the packet's rest is to be handed out. */
    int body() {
        return body;
    }

    /** How much of the packet comes after that and is cut off. */
    int surplus() {
        return surplus;
    }

    void copy(int from, byte[] target, int offset, int count) {
        System.arraycopy(bytes, from, target, offset, count);
    }
}
