package dev.sandpiper.agent.control;

import dev.sandpiper.agent.loop.Step;
import dev.sandpiper.agent.loop.Watched;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Optional;
import org.tinylog.Logger;

/**
 * The agent's end of the control socket: one connection after the other, one request each. Only the agent's user and
 * root can connect. {@link #run} waits for the next connection; {@link #close}, by any thread, ends the waiting.
 */
public final class ControlServer implements Step, Watched, AutoCloseable {
    public static final String NAME = "control";

    private static final int LONGEST_REQUEST = 16 * 1024;
    private static final Duration REQUEST_PATIENCE = Duration.ofSeconds(2);
    private static final Duration PAUSE_AFTER_FAULT = Duration.ofSeconds(1);
    private static final Duration ENDED = Duration.ofDays(1);

    private final Path file;
    private final ServerSocketChannel socket;
    private final Attendant attendant;
    private volatile boolean attending;
    private volatile long attended;
    /** The asker's alone. */
    private long attendedWhenAsked;

    private ControlServer(Path file, ServerSocketChannel socket, Attendant attendant) {
        this.file = file;
        this.socket = socket;
        this.attendant = attendant;
    }

    /**
     * Opens {@code control.sock} in a directory that belongs to this agent; what a dead agent left there is replaced.
     * Empty, with a warning, when that cannot be done: the agent works without.
     */
    public static Optional<ControlServer> open(Path directory, Errands errands) {
        return open(directory, new Attendant(errands, Attendant.PATIENCE));
    }

    static Optional<ControlServer> open(Path directory, Attendant attendant) {
        var file = ControlFile.in(directory);
        try {
            if (!ControlFile.fits(file))
                throw new IOException(
                        "its name has %d bytes, at most %d are possible; choose a shorter outbox.directory"
                                .formatted(ControlFile.length(file), ControlFile.LONGEST));
            Files.deleteIfExists(file);
            return Optional.of(new ControlServer(file, listening(file), attendant));
        } catch (IOException cannot) {
            Logger.warn(
                    "no control socket {}: {}; read, set, outbox and health cannot ask this agent",
                    file,
                    cannot.getMessage());
            return Optional.empty();
        }
    }

    private static ServerSocketChannel listening(Path file) throws IOException {
        var socket = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            socket.bind(UnixDomainSocketAddress.of(file));
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
            return socket;
        } catch (IOException | RuntimeException failed) {
            socket.close();
            throw failed;
        }
    }

    @Override
    public Duration run() {
        try (var connection = socket.accept()) {
            attending = true;
            attend(connection);
            return Duration.ZERO;
        } catch (ClosedChannelException closed) {
            return ENDED;
        } catch (IOException fault) {
            Logger.debug(fault);
            return PAUSE_AFTER_FAULT;
        } finally {
            attended++;
            attending = false;
        }
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public void ask() {
        attendedWhenAsked = attended;
    }

    // Nobody need come: waiting for a connection is its work.
    @Override
    public boolean cameRound() {
        return !attending || attended != attendedWhenAsked;
    }

    // A peer that is silent, slow, or gone costs two seconds and nothing else.
    private void attend(SocketChannel connection) {
        try (var line = new Line(connection)) {
            var request = line.read(LONGEST_REQUEST, REQUEST_PATIENCE);
            line.write(attendant.answer(request), REQUEST_PATIENCE);
        } catch (IOException badPeer) {
            Logger.debug("a request on {} was not answered: {}", file, badPeer.getMessage());
        }
    }

    @Override
    public void close() {
        try {
            socket.close();
            Files.deleteIfExists(file);
        } catch (IOException harmless) {
            Logger.debug(harmless);
        }
    }
}
