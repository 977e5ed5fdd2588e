package dev.sandpiper.agent.command;

import dev.sandpiper.agent.config.ActuatorConfig;
import dev.sandpiper.agent.loop.Step;
import dev.sandpiper.sensors.Value;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;
import org.tinylog.Logger;

/**
 * One actuator and what keeps it safe without anybody being online. Belongs to its lane. What counts more comes first:
 *
 * <ol>
 *   <li><b>safe</b>: no rule stands before it ({@link Gate}), nothing moves the output on afterwards, and what its device
 *       does not take is tried again ({@link Moves#goSafe});
 *   <li><b>max_on</b> ({@link MaxOn}): ends whatever anybody else wants, and no later command puts that off;
 *   <li><b>interlock</b>, {@code min_on} and {@code min_off} ({@link Gate}): stand before every change by the next two;
 *   <li><b>rules</b>: {@code on_link_loss} ({@link LinkLoss}), the end of {@code for}, a start that has to wait ({@link
 *       Moves}). They end what a command wanted;
 *   <li><b>commands</b> ({@link Orders}): carried out, or refused with a reason.
 * </ol>
 */
public final class Output implements Step {
    private static final int SHUTDOWN_TRIES = 3;
    private static final Duration IDLE = Duration.ofDays(1);

    private final Parts parts;
    private final Device device;
    private final MaxOn maxOn;
    private final LinkLoss linkLoss;
    private final Position position;
    private final Moves moves;
    private final Orders orders;
    private boolean stopped;

    /** The link counts as lost until {@link #linkUp}. */
    public Output(ActuatorConfig config, Common common) {
        this.parts = Parts.of(config, common);
        this.device = parts.device();
        this.maxOn = parts.maxOn();
        this.linkLoss = parts.linkLoss();
        this.position = new Position(parts);
        this.moves = new Moves(parts, position);
        this.orders = new Orders(parts, position, moves);
        parts.gate().wantsToBegin(beginning(linkLoss.moves()).value());
    }

    public String id() {
        return parts.config().id();
    }

    /** Other rules count from now on; the output stays where it is, unless they say otherwise on its next turn. */
    public void goesOnUnder(ActuatorConfig next) {
        parts.rules(next);
        position.rules(next);
        if (device.isOpen()) moves.keep(Cause.START);
    }

    /** How the output is; may be asked by any thread. */
    public OutputReport report() {
        return device.report();
    }

    /** Why an order is one too many at present; counts it otherwise. May be asked by any thread. */
    public Optional<Outcome.Refused> overRate(Order order) {
        if (order.goesTo(parts.safe())) return Optional.empty();
        return parts.rateLimit().refuses().map(parts::rejected);
    }

    /** Opens the device when that is due, and does what a rule asks for; what counts more has the last word. */
    @Override
    public Duration run() {
        if (stopped) return IDLE;
        if (!opened()) return device.untilOpening();
        lookAfter();
        linkLoss.moves().ifPresent(this::moveWithoutLink);
        if (maxOn.isOver()) endMaxOn();
        moves.makeDue();
        if (!position.goesOn()) moves.keep(Cause.FAULT);
        return untilDue();
    }

    private boolean opened() {
        if (device.isToBeOpened()) open();
        return device.isOpen();
    }

    private void open() {
        var withoutLink = linkLoss.moves();
        var wanted = beginning(withoutLink);
        var first = parts.gate().first(wanted);
        if (!device.open(first.value())) return;
        parts.gate().opened(first.value());
        if (withoutLink.isPresent()) linkLoss.isDealtWith();
        moves.expect(first.next());
        wanted.awaySince().ifPresent(maxOn::awaySince);
        position.rests(first.wanted(), first.cause());
        moves.keep(Cause.START);
    }

    private Beginning beginning(Optional<Value> withoutLink) {
        return parts.keepsake().beginning(parts.time().nanos(), withoutLink);
    }

    private void lookAfter() {
        switch (device.tended()) {
            case NO_NEWS -> {}
            case WELL_AGAIN -> {
                if (!moves.isOverdue()) device.obeys(position.value());
            }
            // What it was in between nobody knows: it is told that it is what it was.
            case RESTORED -> position.record(Cause.FAULT);
        }
    }

    private void moveWithoutLink(Value go) {
        linkLoss.isDealtWith();
        if (go.equals(parts.safe())) moves.goSafe(Cause.LINK_LOSS);
        else moves.change(new Change(parts.time().nanos(), go, Cause.LINK_LOSS));
    }

    private void endMaxOn() {
        maxOn.isDealtWith();
        if (!position.value().equals(parts.safe()))
            Logger.warn("{}: max_on is over, it goes to {}", id(), parts.safe());
        moves.goSafe(Cause.MAX_ON);
    }

    /** Carries an order out, or says why not. */
    public Outcome carryOut(Order order) {
        if (stopped) return Outcome.failed("the agent is stopping");
        // At a start a command may be here before the first run.
        return opened() ? orders.carryOut(order) : Outcome.failed(device.trouble());
    }

    /** The link is up again. What link loss has done stays until the next command. */
    public void linkUp() {
        linkLoss.up();
        moves.linkUp();
        if (!device.isOpen()) return;
        moves.freeOthers();
        // A loss that is over would otherwise be the next run's reason to put it on.
        moves.keep(linkLoss.leavesSafe() ? Cause.LINK_LOSS : Cause.COMMAND);
    }

    /** The link was lost now: unless it comes back in time the output goes where {@code on_link_loss} says. */
    public void linkLost() {
        linkLoss.lost();
        if (device.isOpen()) moves.keep(Cause.LINK_LOSS);
    }

    /** Goes to the safe value and releases the device. */
    public void shutdown() {
        if (device.isOpen()) {
            moves.goSafe(Cause.SHUTDOWN);
            for (var again = 1; again < SHUTDOWN_TRIES && moves.isOverdue(); again++) moves.goSafe(Cause.SHUTDOWN);
            device.close();
        }
        stopped = true;
    }

    private Duration untilDue() {
        return Stream.of(
                        linkLoss.untilDue(),
                        maxOn.untilOver(),
                        moves.untilDue(),
                        device.untilTended(),
                        position.untilStep())
                .reduce(IDLE, Step::sooner);
    }
}
