package dev.sandpiper.agent.link;

import dev.sandpiper.agent.config.BrokerConfig;
import dev.sandpiper.agent.link.Failure.Cause;
import dev.sandpiper.agent.link.LinkEvent.Acked;
import dev.sandpiper.agent.link.LinkEvent.Arrived;
import dev.sandpiper.agent.link.LinkEvent.Closed;
import dev.sandpiper.agent.link.LinkEvent.Connected;
import dev.sandpiper.agent.link.LinkEvent.Pong;
import dev.sandpiper.agent.link.LinkEvent.Reached;
import dev.sandpiper.agent.link.LinkEvent.Subscribed;
import dev.sandpiper.agent.link.LinkEvent.Unsubscribed;
import dev.sandpiper.agent.link.NetworkWatch.News;
import dev.sandpiper.agent.loop.Step;
import dev.sandpiper.agent.loop.Time;
import dev.sandpiper.agent.store.Outgoing;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The MQTT session's state machine: one transport per attempt, a deadline for each answer, {@link Transport#abort} as
 * the only way out, and a pause before the next attempt. Belongs to its lane; the transport's events are posted to it.
 */
public final class Link implements Step {
    private static final Duration SUBSCRIBE_AGAIN = Duration.ofMinutes(1);
    private static final Duration STOP_PATIENCE = Duration.ofSeconds(2);
    private static final Duration LOOK = Duration.ofSeconds(1);

    private final Topics topics;
    private final Transport.Opener opener;
    private final Credentials credentials;
    private final Time time;
    private final Consumer<Runnable> lane;
    private final Retry retry;
    private final NetworkWatch network;
    private final Lessons lessons;
    private final Conversation conversation;
    private final Standing standing;
    private final Course course;
    private final Intake intake;
    private @Nullable Transport transport;
    private long connection;
    private long connectedAt;
    private boolean waitsForClock;

    private volatile LinkReport report;

    /**
     * @param retained ids of sensors whose last reading the broker keeps
     * @param lane runs a task on this link's lane; called by any thread
     */
    public Link(
            BrokerConfig config,
            Topics topics,
            Set<String> retained,
            Surroundings around,
            Credentials credentials,
            LinkMemory memory,
            Consumer<Runnable> lane,
            LinkUser user) {
        this.topics = topics;
        this.opener = around.transports();
        this.credentials = credentials;
        this.time = around.time();
        this.lane = lane;
        this.retry = new Retry(config, time, around.random());
        this.network = new NetworkWatch(around.network(), time);
        this.lessons = new Lessons(config, topics.device(), around, memory);
        this.intake = new Intake(lane, user::hasRoom);
        this.conversation =
                new Conversation(config, topics, retained, around, network, lessons, memory, intake::heldBack, user);
        this.course = new Course(time);
        this.standing = new Standing(config, memory, time);
        this.report = standing.report(lessons.keepAlive(), conversation.rttMillis());
    }

    /** How the link is; may be asked by any thread. */
    public LinkReport report() {
        return report;
    }

    @Override
    public Duration run() {
        if (credentials.changed()) renew();
        switch (course.phase()) {
            case PAUSED -> pause();
            case CONNECTING -> attempt();
            case SUBSCRIBING -> awaitSubscription();
            case UP -> supervise();
            case STOPPING -> {
                if (conversation.publisher().flight().isEmpty() || course.isOver()) disconnect();
            }
            case STOPPED -> {}
        }
        noteReport();
        var due = switch (course.phase()) {
            case PAUSED, CONNECTING -> Step.sooner(course.left(), LOOK);
            case UP -> conversation.next();
            case SUBSCRIBING, STOPPING -> LOOK;
            case STOPPED -> Duration.ofDays(1);
        };
        return Step.sooner(due, credentials.untilLook());
    }

    // At once: neither after a pause nor when this connection happens to end.
    private void renew() {
        if (course.isLast()) return;
        if (conversation.isOpen()) transport().disconnect();
        end(new Failure(Cause.NONE, "certificates or password were renewed"));
        retry.loginChanged();
        course.enter(Phase.PAUSED, Duration.ZERO);
    }

    // Looks before each attempt, too: what it finds there is no reason to begin it again a second later.
    private void pause() {
        if (waitsForClock && time.synchronised()) course.endNow();
        var over = course.isOver();
        if (network.look(over ? Duration.ZERO : LOOK) == News.MORE) hurry();
        if (over || course.isOver()) connect();
    }

    private void attempt() {
        var awaited = course.deadline();
        var hangs = awaited == Deadline.LOOK_UP || awaited == Deadline.CONNECT;
        if (network.look(LOOK) == News.MORE && hangs) hurry();
        else if (course.isOver()) giveUp(awaited.missed(retry.address()));
    }

    // An attempt that began before the network came back asks a name server, or a gateway, that is not there any more.
    private void hurry() {
        retry.hurry().ifPresent(pause -> {
            forget();
            lessons.failed();
            course.enter(Phase.PAUSED, pause);
        });
    }

    private void connect() {
        connection++;
        waitsForClock = false;
        var address = retry.attempt();
        course.await(Phase.CONNECTING, Deadline.LOOK_UP);
        var mine = connection;
        try {
            var login = credentials.login(new Login.Will(topics.status(), Publisher.OFFLINE, Retain.YES));
            var attempt = opener.open(address, login, intake.towards(event -> heard(mine, event)));
            transport = attempt;
            attempt.connect();
        } catch (Credentials.Unusable unusable) {
            closed(new Failure(Cause.CONFIGURATION, unusable.getMessage()));
        }
    }

    private void heard(long from, LinkEvent event) {
        if (from != connection || transport == null) return;
        if (!(event instanceof Closed)) conversation.heard();
        switch (event) {
            case Connected(var sessionPresent, var details) -> connected(sessionPresent, details);
            case Subscribed(var granted) -> subscribed(granted);
            case Unsubscribed unsubscribed -> conversation.unsubscribed();
            case Reached(var stage) -> reached(stage);
            case Pong pong -> conversation.ponged();
            case Acked(var handle) -> conversation.acknowledged(handle);
            case Arrived message -> conversation.arrived(message, also -> acknowledgement(message, also));
            case Closed(var failure) -> closed(failure);
        }
    }

    private void reached(Stage stage) {
        if (course.phase() == Phase.CONNECTING) course.await(Phase.CONNECTING, Deadline.of(stage));
    }

    private void connected(boolean sessionPresent, String details) {
        connectedAt = time.nanos();
        lessons.connected(retry.address());
        credentials.shown(transport().expiries());
        standing.connected(retry.address(), details, sessionPresent);
        course.await(Phase.SUBSCRIBING, Deadline.SUBACK);
        conversation.begin(transport());
    }

    private void awaitSubscription() {
        var silence = conversation.silence(transport());
        if (course.isOverdue(silence)) giveUp(course.deadline().missed(retry.address()));
    }

    private void subscribed(List<Integer> granted) {
        if (course.phase() != Phase.SUBSCRIBING) {
            conversation.granted(granted);
            return;
        }
        standing.subscribed(retry.address(), topics.heard(), granted);
        conversation.answered(course.lasted());
        course.enter(Phase.UP, SUBSCRIBE_AGAIN);
        if (conversation.isOpen()) return;
        retry.connected();
        noteReport();
        conversation.open(transport(), connection);
    }

    private Runnable acknowledgement(Arrived message, Runnable also) {
        var mine = connection;
        // Not the message: its payload would stay in memory until its answer has arrived.
        var packetId = message.packetId();
        return () -> lane.accept(() -> {
            if (mine != connection || transport == null) return;
            transport.acknowledge(packetId);
            also.run();
        });
    }

    /** Sends a kept message, if it is for the present connection. */
    public void send(Outgoing message) {
        conversation.publisher().send(message);
    }

    /** Sends a message of which only the newest counts, retained, now and after each connect. */
    public void sendNewest(String topic, String payload) {
        conversation.publisher().sendNewest(topic, payload);
    }

    /** Ends {@link #sendNewest}. */
    public void forget(String topic) {
        conversation.publisher().forget(topic);
    }

    /** Of these sensors the broker keeps the last reading. */
    public void retains(Set<String> sensors) {
        conversation.publisher().retains(sensors);
    }

    /** Has the broker forget what it keeps on these topics; {@link LinkUser#taken} tells when it has. */
    public void gone(Set<String> topics) {
        conversation.publisher().gone(topics);
    }

    /** How long this device has been away from its broker. */
    public Duration away() {
        return conversation.away();
    }

    /** Takes the place of one that has stopped. */
    public void follows(Link before) {
        connection = before.connection;
    }

    /** Sends a message that is soon outdated, retained: now or not at all. */
    public void sendNow(String topic, String payload) {
        conversation.publisher().sendNow(topic, payload);
    }

    private void supervise() {
        var dead = conversation.look(transport());
        if (dead.isPresent()) giveUp(dead.get());
        else if (standing.subscriptionIsMissing() && course.isOver()) subscribeAgain();
    }

    private void subscribeAgain() {
        course.await(Phase.SUBSCRIBING, Deadline.SUBACK);
        conversation.subscribe(transport());
    }

    private void giveUp(Failure failure) {
        if (transport != null) transport.abort();
        closed(failure);
    }

    private void closed(Failure failure) {
        if (course.isLast()) {
            forget();
            course.enter(Phase.STOPPED, Duration.ZERO);
            conversation.publisher().end(Ending.of(failure));
            return;
        }
        end(failure);
        var pause = lessons.pause(failure).orElseGet(() -> retry.pause(failure));
        waitsForClock = failure.waitsForClock(time);
        standing.failed(failure, retry.address(), pause);
        course.enter(Phase.PAUSED, pause);
    }

    private void forget() {
        if (transport != null) transport.close();
        transport = null;
        connection++;
    }

    private void end(Failure failure) {
        forget();
        if (!standing.connected()) {
            lessons.failed();
            return;
        }
        if (conversation.isOpen()) retry.ended(connectedAt);
        conversation.end(failure);
        standing.ended(failure);
    }

    private Transport transport() {
        if (transport == null) throw new IllegalStateException("no transport while " + course.phase());
        return transport;
    }

    /** Says goodbye: the retained status, then DISCONNECT, so that the last will stays unpublished. */
    public void stop() {
        if (conversation.isOpen()) {
            conversation.publisher().farewell();
            course.enter(Phase.STOPPING, STOP_PATIENCE);
        } else {
            course.enter(Phase.STOPPING, Duration.ZERO);
            giveUp(new Failure(Cause.NONE, "stopped"));
        }
    }

    public boolean stopped() {
        return course.phase() == Phase.STOPPED;
    }

    private void disconnect() {
        transport().disconnect();
        closed(new Failure(Cause.NONE, "stopped"));
    }

    private void noteReport() {
        conversation.note(standing);
        report = standing.report(lessons.keepAlive(), conversation.rttMillis());
    }
}
