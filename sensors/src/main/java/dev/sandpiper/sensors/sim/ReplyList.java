package dev.sandpiper.sensors.sim;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A chip that takes commands: it answers with the bytes listed for the last write. Other writes are acknowledged; a read
 * with nothing to answer is not.
 */
final class ReplyList implements SimulatedChip {
    private final Map<ByteBuffer, byte[]> answers;
    private ByteBuffer written = ByteBuffer.allocate(0);

    ReplyList(List<SimulatedBoard.Reply> replies) {
        answers = replies.stream()
                .collect(Collectors.toMap(
                        reply -> ByteBuffer.wrap(reply.written().clone()),
                        reply -> reply.answer().clone(),
                        (first, second) -> second));
    }

    @Override
    public void powerOn() {
        written = ByteBuffer.allocate(0);
    }

    @Override
    public void write(byte[] bytes) {
        written = ByteBuffer.wrap(bytes.clone());
    }

    @Override
    public byte[] read(int length) throws NoAcknowledgement {
        var answer = answers.get(written);
        if (answer == null || answer.length == 0) throw new NoAcknowledgement();
        return Arrays.copyOf(answer, Math.min(length, answer.length));
    }

    @Override
    public boolean put(int pointer, byte[] bytes) {
        return false;
    }
}
