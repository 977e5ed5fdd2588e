package dev.sandpiper.agent.network;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/** Draws what goes wrong on the way to the broker, and at the broker, and when. */
public final class Weather {
    private final SimulatedNetwork network;
    private final Timeline timeline;
    private final RandomGenerator random;
    /** Payloads of commands that were lost with a session. */
    public final List<String> lostCommands = new ArrayList<>();

    private boolean cleared;

    public Weather(SimulatedNetwork network, Timeline timeline, RandomGenerator random) {
        this.network = network;
        this.timeline = timeline;
        this.random = random;
    }

    /** Draws up to that many of each kind of trouble for the time from now on. */
    public void draw(Duration length, int most) {
        network.quality(Quality.any(random));
        for (var i = random.nextInt(most + 1); i > 0; i--) at(length, this::fault);
        for (var i = random.nextInt(most + 1); i > 0; i--) at(length, this::blow);
        for (var i = random.nextInt(most / 2 + 1); i > 0; i--) at(length, () -> network.quality(Quality.any(random)));
        if (random.nextInt(4) == 0) network.natForgetsAfter(Duration.ofSeconds(random.nextInt(30, 400)));
    }

    private void at(Duration length, Runnable what) {
        timeline.after(Duration.ofMillis(random.nextLong(length.toMillis())), () -> {
            if (cleared) throw new AssertionError("what was drawn begins when the weather was to be good for ever");
            what.run();
        });
    }

    private void fault() {
        var fault =
                random.nextInt(5) == 0 ? Fault.DEVICE_OFFLINE : Fault.values()[random.nextInt(Fault.values().length)];
        var lasts = lasts();
        var all = random.nextInt(3) > 0 || fault == Fault.DEVICE_OFFLINE;
        for (var host : network.hosts()) if (all || random.nextBoolean()) network.suffer(fault, host, lasts);
    }

    private Duration lasts() {
        var most = switch (random.nextInt(4)) {
            case 0 -> 2;
            case 1 -> 30;
            case 2 -> 120;
            default -> 600;
        };
        return Duration.ofMillis(random.nextLong(most * 1000L));
    }

    private void blow() {
        switch (random.nextInt(7)) {
            case 0 -> network.strike(Connection::closedByBroker);
            case 1 -> network.strike(Connection::reset);
            case 2 -> network.strike(Connection::forget);
            case 3 -> network.strike(Connection::vanish);
            case 4 -> restart();
            case 5 -> network.broker().takeOver(Duration.ofSeconds(random.nextInt(60)));
            default -> lostCommands.addAll(network.broker().forgetSession());
        }
    }

    private void restart() {
        network.broker().restart();
        var takes = Duration.ofMillis(random.nextLong(20_000));
        for (var host : network.hosts()) network.suffer(Fault.REFUSED, host, takes);
    }

    /** Everything that was drawn has passed; the way is good, and stays so. */
    public void clear() {
        cleared = true;
        network.quality(Quality.CABLE);
        network.natForgetsAfter(SimulatedNetwork.NEVER);
        network.clear();
    }
}
