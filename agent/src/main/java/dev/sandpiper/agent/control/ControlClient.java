package dev.sandpiper.agent.control;

import java.io.IOException;
import java.net.ConnectException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** The other end of the control socket. */
public final class ControlClient {
    private static final int LONGEST_ANSWER = 4 * 1024 * 1024;
    // Longer than the agent's patience with the hardware, and a silent peer in front of the queue.
    private static final Duration PATIENCE = Attendant.PATIENCE.plusSeconds(5);

    private ControlClient() {}

    /** An agent runs there, and does not answer this process; the message is a sentence. */
    public static final class Unanswered extends Exception {
        private static final long serialVersionUID = 1;

        Unanswered(String sentence) {
            super(sentence);
        }
    }

    /** Asks the agent that runs on a directory; empty when none does. */
    public static Optional<String> ask(Path directory, String request) throws Unanswered {
        var file = ControlFile.in(directory);
        if (!ControlFile.fits(file)) return Optional.empty();
        try (var channel = SocketChannel.open(UnixDomainSocketAddress.of(file))) {
            return Optional.of(exchange(channel, request));
        } catch (IOException unanswered) {
            if (nobodyThere(unanswered)) return Optional.empty();
            throw new Unanswered("%s: %s%s".formatted(file, unanswered.getMessage(), hint(unanswered)));
        }
    }

    private static String exchange(SocketChannel channel, String request) throws IOException {
        try (var line = new Line(channel)) {
            line.write(request, PATIENCE);
            return line.read(LONGEST_ANSWER, PATIENCE);
        }
    }

    // The kernel's words are all that Java passes on: refused is what a dead agent leaves behind.
    private static boolean nobodyThere(IOException failed) {
        var words = String.valueOf(failed.getMessage());
        return failed instanceof ConnectException
                || words.contains("No such file or directory")
                || words.contains("Not a directory");
    }

    private static String hint(IOException failed) {
        return String.valueOf(failed.getMessage()).contains("Permission denied")
                ? "; only root and the agent's user may ask it, try sudo"
                : "; is the agent stuck?";
    }
}
