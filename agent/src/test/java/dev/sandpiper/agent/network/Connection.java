package dev.sandpiper.agent.network;

import java.time.Duration;

/** A TCP connection through a network that may forget it: two pipes, and an end on each side that the other learns of or not. */
final class Connection {
    private static final Duration HARM = Duration.ofSeconds(5);
    private static final Duration SLOWEST_RETRANSMISSION = Duration.ofMinutes(1);

    private final SimulatedNetwork network;
    private final String host;
    private final Runnable reset;
    private final Runnable close;
    private final Pipe up;
    private final Pipe down;
    private long lastPacket;
    private long stalledAt = -1;
    private long deadSince = -1;
    private boolean harmed;
    private boolean gone;

    /**
     * @param reset what the agent's side does when its packets are answered by a reset
     * @param close what it does when the broker closes
     */
    Connection(SimulatedNetwork network, String host, Runnable reset, Runnable close) {
        this.network = network;
        this.host = host;
        this.reset = reset;
        this.close = close;
        this.up = new Pipe(network.timeline(), network.random(), network::quality);
        this.down = new Pipe(network.timeline(), network.random(), network::quality);
        this.lastPacket = network.timeline().now();
    }

    String host() {
        return host;
    }

    void toBroker(int bytes, Runnable whenArrived) {
        passNat();
        up.send(bytes, () -> {
            if (gone) reset();
            else whenArrived.run();
        });
    }

    void toAgent(int bytes, Runnable whenArrived) {
        if (gone) return;
        passNat();
        down.send(bytes, whenArrived);
    }

    private void passNat() {
        var now = network.timeline().now();
        if (now - lastPacket > network.natForgetsAfter().toNanos()) forget();
        lastPacket = now;
    }

    /** A router on the way has forgotten the connection: nothing comes through any more. */
    void forget() {
        if (deadSince < 0) deadSince = network.timeline().awake();
        harmed = true;
        up.cut();
        down.cut();
    }

    /** The broker's side is gone without a word, as after a power cut; it answers the next packet with a reset. */
    void vanish() {
        if (deadSince < 0) deadSince = network.timeline().awake();
        harmed = true;
        gone = true;
    }

    /** The broker ends the connection; the agent learns of it when everything else has arrived. */
    void closedByBroker() {
        if (gone) return;
        down.send(1, close);
        gone = true;
    }

    /** Both sides lose the connection; what is on its way is lost. */
    void reset() {
        if (!gone && deadSince < 0) deadSince = network.timeline().awake();
        harmed = true;
        gone = true;
        if (stalledAt >= 0) return;
        down.cut();
        network.timeline().after(Duration.ofNanos(network.quality().delay(network.random())), reset);
    }

    void stall() {
        if (stalledAt >= 0) return;
        stalledAt = network.timeline().now();
        up.stall();
        down.stall();
        var since = stalledAt;
        // A stall of a few seconds is nothing but a slow link.
        network.timeline().after(HARM, () -> harmed |= stalledAt == since);
    }

    void resume() {
        if (stalledAt < 0) return;
        var longest =
                Math.min(SLOWEST_RETRANSMISSION.toNanos(), network.timeline().now() - stalledAt);
        stalledAt = -1;
        var retransmission = network.random().nextLong(longest + 1);
        up.resume(retransmission);
        down.resume(retransmission);
    }

    /** Something was withheld from the agent: it may give this connection up. */
    void harm() {
        harmed = true;
    }

    boolean harmed() {
        return harmed;
    }

    boolean gone() {
        return gone;
    }

    /** For how long of the device's waking nothing could have come any more; zero for one that lives, or lives again. */
    Duration dead() {
        return deadSince < 0
                ? Duration.ZERO
                : Duration.ofNanos(network.timeline().awake() - deadSince);
    }

    long accepted() {
        return up.accepted();
    }

    long received() {
        return down.arrived();
    }
}
