package dev.sandpiper.agent.command;

import dev.sandpiper.agent.command.Command.Malformed;
import dev.sandpiper.agent.config.ActuatorConfig;
import dev.sandpiper.agent.loop.Moment;
import dev.sandpiper.agent.loop.Step;
import dev.sandpiper.agent.loop.Time;
import dev.sandpiper.agent.store.Draft;
import dev.sandpiper.agent.store.Journal;
import dev.sandpiper.agent.store.Journal.Begun;
import dev.sandpiper.agent.store.Journal.Known;
import dev.sandpiper.agent.store.Kind;
import dev.sandpiper.agent.store.Outbox;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Where commands arrive. Each is parsed, looked up, judged, journalled, acknowledged to the broker, carried out and
 * answered, in this order: an id that was seen gets its first answer again, and what is in the journal is never begun a
 * second time. Belongs to the store thread.
 */
public final class CommandDesk implements Step {
    /** The name of the topic for commands to the agent itself. */
    public static final String AGENT = "agent";

    /** An output that has not answered by then gets the command answered {@code failed}, and may not begin it any more. */
    public static final Duration PATIENCE = Duration.ofSeconds(3);

    private static final Outcome.Refused UNWRITABLE =
            Outcome.failed("the device's disk cannot be written, so that it might be done twice");
    private static final Outcome.Refused STUCK = Outcome.failed("the hardware did not answer within 3 s");
    private static final int LONGEST_NAME = 64;
    /** In one turn, since each is a commit: what the outputs and the broker answer has its turn in between. */
    private static final int MOST_BEGUN = 16;
    /** In one turn: those that are refused share one commit. */
    private static final int MOST_TAKEN = 256;

    private static final Duration IDLE = Duration.ofDays(1);
    private static final Duration RETRY = Duration.ofSeconds(1);

    private Map<String, ActuatorConfig> configs;
    private final Actuators actuators;
    private AgentDesk agent;
    private final Journal journal;
    private final Outbox outbox;
    private final Time time;
    private final Verdict verdict;
    private final Replies replies;
    private final Anteroom anteroom = new Anteroom();
    private final Underway underway;
    /** In the present turn. */
    private int begunNow;
    /** Whoever asked for a restart has the answer. */
    private boolean leaving;

    public CommandDesk(
            Map<String, ActuatorConfig> configs,
            Actuators actuators,
            AgentDesk agent,
            Journal journal,
            Outbox outbox,
            Time time) {
        this.configs = configs;
        this.actuators = actuators;
        this.agent = agent;
        this.journal = journal;
        this.outbox = outbox;
        this.time = time;
        this.verdict = new Verdict(time);
        this.replies = new Replies(time);
        this.underway = new Underway(time);
    }

    /** Takes another configuration's actuators, and what it allows. */
    public void takes(Map<String, ActuatorConfig> configs, AgentDesk agent) {
        this.configs = configs;
        this.agent = agent;
    }

    /** Answers what a former process had begun: it is not known how far it came, so it is never begun again. */
    public void recover() {
        journal.unfinished().forEach(this::interrupted);
        outbox.commit();
    }

    private void interrupted(Begun begun) {
        var reply = replies.to(begun.id(), Outcome.failed("interrupted by a restart"));
        journal.finish(begun, reply);
        send(begun.name(), reply, () -> {});
    }

    /** Whether there is room for messages, also for those that are on their way here; asked by any thread. */
    public boolean hasRoom() {
        return anteroom.hasRoom();
    }

    /** A message is on its way here; told by any thread. */
    public void expects(Arrival arrival) {
        anteroom.expects(arrival);
    }

    /** It does not come after all. */
    public void staysAway(Arrival arrival) {
        anteroom.leaves(arrival);
    }

    /** A message that was expected waits for its turn. */
    public void enters(Arrival arrival) {
        anteroom.enters(arrival);
    }

    /** Takes a message from a command topic. */
    void arrived(Arrival arrival) {
        if (arrival.payload().length == 0) {
            arrival.acknowledge().run();
            return;
        }
        if (arrival.retained()) {
            retained(arrival);
            return;
        }
        try {
            consider(arrival, parse(arrival));
        } catch (Malformed malformed) {
            misunderstood(arrival, malformed);
        }
    }

    // Its id is used up as that of any other command: mended, it could act behind a sender that was told it had failed.
    private void misunderstood(Arrival arrival, Malformed malformed) {
        var known = malformed.id().flatMap(id -> journal.known(arrival.name(), id));
        if (known.isPresent()) seenBefore(arrival, malformed.id(), malformed.content(), known.get());
        else refuse(arrival, malformed.id(), malformed.content(), Outcome.rejected(malformed.getMessage()));
    }

    // The broker delivers a retained message at every new subscription: answered once, executed never.
    private void retained(Arrival arrival) {
        if (!journal.refuseRetained(arrival.name(), Digest.of(arrival.payload()))) {
            arrival.acknowledge().run();
            return;
        }
        var reason = "retained messages are never executed; publish without the retained flag, and clear this one";
        send(topicName(arrival.name()), replies.to(idOf(arrival), Outcome.rejected(reason)), arrival.acknowledge());
        // Now: the next command's commit would take the note alone, and the answer could be lost.
        outbox.commit();
    }

    private Optional<String> idOf(Arrival arrival) {
        try {
            return parse(arrival).id();
        } catch (Malformed malformed) {
            return malformed.id();
        }
    }

    private static Command parse(Arrival arrival) throws Malformed {
        return arrival.name().equals(AGENT)
                ? Command.forAgent(arrival.payload())
                : Command.forActuator(arrival.payload());
    }

    private void consider(Arrival arrival, Command command) {
        var known = command.id().flatMap(id -> journal.known(arrival.name(), id));
        if (known.isPresent()) seenBefore(arrival, command.id(), command.content(), known.get());
        else if (arrival.name().equals(AGENT)) agentCommand(arrival, command);
        else if (configs.containsKey(arrival.name())) judge(arrival, command, configs.get(arrival.name()));
        else refuse(arrival, command, noActuator(arrival.name()));
    }

    private static Outcome.Refused noActuator(String name) {
        var shown = name.length() <= LONGEST_NAME ? name : name.substring(0, LONGEST_NAME) + "…";
        return Outcome.rejected("there is no actuator '%s' here".formatted(shown));
    }

    private void seenBefore(Arrival arrival, Optional<String> id, String content, Known known) {
        if (!known.content().equals(content)) {
            var reason = "this id was used before for another command";
            send(arrival.name(), replies.to(id, Outcome.rejected(reason)), arrival.acknowledge());
        } else if (known.reply().isPresent()) {
            send(arrival.name(), Replies.again(known.reply().get()), arrival.acknowledge());
        } else {
            underway.with(known.number())
                    .ifPresentOrElse(
                            begun -> begun.again().add(arrival.acknowledge()),
                            () -> begunByNobody(arrival, new Begun(known.number(), arrival.name(), id, content)));
        }
    }

    private void begunByNobody(Arrival arrival, Begun begun) {
        interrupted(begun);
        // Now: the next command's commit would take "done" alone, and the answer could be lost.
        outbox.commit();
        arrival.acknowledge().run();
    }

    private void judge(Arrival arrival, Command command, ActuatorConfig actuator) {
        switch (verdict.on(command, actuator, arrival.waited())) {
            case Verdict.Ruling.Denied(var outcome) -> refuse(arrival, command, outcome);
            case Verdict.Ruling.Granted(var action) -> {
                var order = new Order(action, command.holdFor(), Cause.COMMAND, command.id(), time.in(PATIENCE));
                actuators
                        .overRate(actuator.id(), order)
                        .ifPresentOrElse(
                                tooMany -> refuse(arrival, command, tooMany),
                                () -> begin(arrival, command, actuator, order));
            }
        }
    }

    private void begin(Arrival arrival, Command command, ActuatorConfig actuator, Order order) {
        var deed = new Deed(told -> actuators.carryOut(actuator.id(), order, told), () -> {});
        begin(arrival, command, Verdict.goesSafe(command, actuator), deed);
    }

    private void agentCommand(Arrival arrival, Command command) {
        switch (agent.on(command)) {
            case AgentDesk.Ruling.Denied(var outcome) ->
                refuse(arrival, command, verdict.expired(command).orElse(outcome));
            case AgentDesk.Ruling.Granted(var errand) ->
                verdict.outOfTime(command, errand, arrival.waited())
                        .ifPresentOrElse(
                                late -> refuse(arrival, command, late),
                                () -> begin(arrival, command, errand.onlyAsks(), deed(errand)));
        }
    }

    private Deed deed(Errand errand) {
        return new Deed(
                told -> agent.carryOut(errand, told),
                errand instanceof Errand.Restart ? () -> leaving = true : () -> {});
    }

    /**
     * What a command has done.
     *
     * @param onAnswered when the broker has the answer
     */
    private record Deed(Consumer<Consumer<Outcome>> carryOut, Runnable onAnswered) {}

    private void refuse(Arrival arrival, Command command, Outcome.Refused outcome) {
        refuse(arrival, command.id(), command.content(), outcome);
    }

    private void refuse(Arrival arrival, Optional<String> id, String content, Outcome.Refused outcome) {
        var reply = replies.to(id, outcome);
        // A name of any other shape is nobody's: remembering its ids would only fill the disk.
        id.filter(text -> topicName(arrival.name()).equals(arrival.name()))
                .ifPresent(text -> remember(arrival.name(), text, content, reply));
        send(topicName(arrival.name()), reply, arrival.acknowledge());
    }

    // Judged again it might be granted, by another clock, rate or configuration: that it was refused is on the disk
    // before the answer leaves. One commit holds all that were refused in this turn.
    private void remember(String name, String id, String content, String reply) {
        journal.refuse(name, id, content, reply);
        outbox.journalBeforeSending();
    }

    private void begin(Arrival arrival, Command command, boolean evenUnjournalled, Deed deed) {
        begunNow++;
        var journalled = journal.begin(arrival.name(), command.id(), command.content());
        if (journalled.isPresent()) {
            arrival.acknowledge().run();
            carryOut(journalled.get(), deed.onAnswered, deed.carryOut);
        } else if (evenUnjournalled) {
            // On no disk: it stays the broker's until its answer is there.
            carryOut(
                    journal.beginInMemory(arrival.name(), command.id(), command.content()),
                    arrival.acknowledge(),
                    deed.carryOut);
        } else {
            refuse(arrival, command, UNWRITABLE);
        }
    }

    private void carryOut(Begun begun, Runnable onAnswered, Consumer<Consumer<Outcome>> carryOut) {
        underway.add(begun, PATIENCE, onAnswered);
        carryOut.accept(outcome -> finish(begun.number(), outcome));
    }

    private void finish(long number, Outcome outcome) {
        underway.ended(number).ifPresent(done -> finish(done, outcome));
    }

    // One commit holds the new state, the answer and the journal's "done"; only then does anything leave.
    private void finish(Underway.Pending done, Outcome outcome) {
        var begun = done.begun();
        var reply = begun.onDisk() ? replies.to(begun.id(), outcome) : replies.unjournalled(begun.id(), outcome);
        journal.finish(begun, reply);
        send(begun.name(), reply, done.onAnswered());
        done.again().forEach(acknowledge -> send(begun.name(), Replies.again(reply), acknowledge));
        outbox.commit();
    }

    private void send(String name, String reply, Runnable onAcknowledged) {
        outbox.add(new Draft(Kind.REPLY, name, reply, Moment.now(time), onAcknowledged));
    }

    /** Answers commands whose output is stuck, and takes what waits. */
    @Override
    public Duration run() {
        underway.givenUp().forEach(number -> finish(number, STUCK));
        begunNow = 0;
        for (var taken = 0; taken < MOST_TAKEN && begunNow < MOST_BEGUN; taken++) {
            var first = anteroom.next();
            if (first == null) break;
            arrived(first);
        }
        return Step.sooner(
                Step.sooner(untilLeft(), underway.untilOverdue()), anteroom.isEmpty() ? IDLE : Duration.ZERO);
    }

    // Not before the answer is on the disk: the next run would know of the command only that it was begun.
    private Duration untilLeft() {
        if (!leaving) return IDLE;
        if (!outbox.commit()) return RETRY;
        leaving = false;
        agent.leave();
        return IDLE;
    }

    private static String topicName(String name) {
        return name.matches("[a-z][a-z0-9_-]{0,63}") ? name : AGENT;
    }
}
