package dev.sandpiper.sensors.sim;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One address as the controller finds it: whoever hears it answers, and of several bits the low one wins. */
record Wire(List<Socket> chips) {

    int write(byte[] bytes) throws IOException {
        of(chip -> {
            chip.write(bytes);
            return bytes;
        });
        return bytes.length;
    }

    byte[] read(int length) throws IOException {
        var all = of(chip -> chip.read(length));
        var bytes = all.getFirst().clone();
        for (var other : all.subList(1, all.size()))
            for (var i = 0; i < Math.min(bytes.length, other.length); i++) bytes[i] &= other[i];
        return bytes;
    }

    @FunctionalInterface
    private interface Transfer {
        byte[] with(Socket chip) throws IOException;
    }

    /** What those who acknowledged answer: at least one did. */
    private List<byte[]> of(Transfer transfer) throws IOException {
        var answers = new ArrayList<byte[]>();
        @Nullable IOException silence = null;
        for (var chip : chips) {
            try {
                answers.add(transfer.with(chip));
            } catch (NoAcknowledgement nobody) {
                silence = nobody;
            }
        }
        if (answers.isEmpty()) throw silence == null ? new NoAcknowledgement() : silence;
        return answers;
    }
}
