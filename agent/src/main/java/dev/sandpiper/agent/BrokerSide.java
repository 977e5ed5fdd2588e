package dev.sandpiper.agent;

import dev.sandpiper.agent.command.Arrival;
import dev.sandpiper.agent.command.CommandDesk;
import dev.sandpiper.agent.config.AgentConfig;
import dev.sandpiper.agent.discovery.HomeAssistant;
import dev.sandpiper.agent.health.Info;
import dev.sandpiper.agent.link.Credentials;
import dev.sandpiper.agent.link.Link;
import dev.sandpiper.agent.link.LinkUser;
import dev.sandpiper.agent.link.Surroundings;
import dev.sandpiper.agent.link.Topics;
import dev.sandpiper.agent.loop.Bundle;
import dev.sandpiper.agent.loop.Lane;
import dev.sandpiper.agent.store.Notes;
import dev.sandpiper.agent.store.Outbox;
import dev.sandpiper.agent.store.Refusal;
import dev.sandpiper.agent.store.Run;
import java.time.Duration;
import java.util.Collection;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * What the agent has to do with its broker: the link, what is introduced on it, and whom what is heard there goes to.
 * Belongs to the link's lane, but for what says otherwise.
 */
final class BrokerSide {
    /** What the store's lane keeps for the broker or about it. */
    record Kept(Lane lane, Run run, Notes notes, Outbox outbox, KeptTopics topics) {}

    private volatile AgentConfig config;
    private final World world;
    private final Lane lane;
    private final Kept kept;
    private final Devices devices;
    private final CommandDesk desk;
    private final Runnable onOnline;
    private final Bundle<Acknowledged> toStore;
    private final Ears ears = new Ears();
    private final Uplink uplink;
    private final HomeAssistant homeAssistant;

    /** @param onOnline a connection begins */
    BrokerSide(
            AgentConfig config,
            World world,
            Lane lane,
            Kept kept,
            Devices devices,
            CommandDesk desk,
            Runnable onOnline) {
        this.config = config;
        this.world = world;
        this.lane = lane;
        this.kept = kept;
        this.devices = devices;
        this.desk = desk;
        this.onOnline = onOnline;
        toStore = new Bundle<>(kept.lane::post, this::acknowledged);
        uplink = new Uplink(way(Optional.empty()), ears::replaced);
        homeAssistant =
                new HomeAssistant(new LinkVoice(uplink), linkNotes(Optional.empty()), world.time(), world.random());
        tellHomeAssistantOf(config);
        lane.add(uplink);
        lane.add(toStore);
        lane.add(homeAssistant);
    }

    /** Why Home Assistant cannot be told of this device; may be asked by any thread. */
    Optional<String> problem() {
        return homeAssistant.problem();
    }

    /** May be had by any thread. */
    Uplink uplink() {
        return uplink;
    }

    /**
     * A link to the broker of the configuration; made on the store's lane, where its notes are.
     *
     * @param away for how long this device has been, where a link of this run was before
     */
    private Uplink.Way way(Optional<Duration> away) {
        var credentials = new Credentials(config.broker(), world.time());
        var link = new Link(
                config.broker(),
                topics(),
                Excerpts.retained(config),
                new Surroundings(world.transports(), world.network(), world.time(), world.random()),
                credentials,
                linkNotes(away),
                lane::post,
                ears);
        introduction().accept(link);
        return new Uplink.Way(link, credentials);
    }

    /** What the broker is to know and to forget, under the present configuration; asked on the store's lane. */
    private Consumer<Link> introduction() {
        var gone = kept.topics.gone().stream().map(topics()::below).collect(Collectors.toSet());
        var retained = Excerpts.retained(config);
        var info = Info.message(world.version(), kept.run, world.board().model(), config);
        return link -> {
            link.retains(retained);
            link.gone(gone);
            link.sendNewest(topics().info(), info);
        };
    }

    private LinkNotes linkNotes(Optional<Duration> away) {
        return new LinkNotes(kept.run, kept.notes, this::setup, kept.lane, world.time(), away);
    }

    private String setup() {
        return Setup.fingerprint(config, world.version());
    }

    private Topics topics() {
        return Topics.of(config);
    }

    private void tellHomeAssistantOf(AgentConfig present) {
        homeAssistant.tellOf(present, world.version(), world.board().model());
    }

    /** Goes on with another configuration, where need be on another link; on the store's lane. */
    void takes(AgentConfig next, Duration away) {
        var isOfLink = new Difference(config, next).isOfLink();
        config = next;
        var way = isOfLink ? Optional.of(way(Optional.of(away))) : Optional.<Uplink.Way>empty();
        var introduction = introduction();
        lane.post(() -> {
            // Another link is introduced by itself, perhaps to another broker.
            way.ifPresentOrElse(uplink::replaceBy, () -> uplink.tell(introduction));
            tellHomeAssistantOf(next);
        });
    }

    /** Tells outputs that joined whether there is a link: to begin with it counts as lost. Called by any thread. */
    void tellsOfTheLink(Collection<String> outputs) {
        lane.post(() -> {
            if (ears.online) devices.linkUp(outputs);
        });
    }

    /** Called by any thread. */
    void sendHealth(String message) {
        lane.post(() -> uplink.link().sendNow(topics().health(), message));
    }

    private void acknowledged(Acknowledged what) {
        kept.outbox.acknowledged(what.connection, what.handle);
    }

    private record Acknowledged(long connection, long handle) {}

    /** What the link hears, brought to the lanes that care. */
    private final class Ears implements LinkUser {
        private boolean online;

        @Override
        public void online(long connection) {
            online = true;
            kept.lane.post(() -> kept.outbox.online(connection));
            devices.linkUp();
            onOnline.run();
        }

        @Override
        public void offline() {
            online = false;
            toStore.run();
            kept.lane.post(kept.outbox::offline);
            devices.linkLost();
        }

        @Override
        public void carries(int bytes) {
            toStore.run();
            kept.lane.post(() -> kept.outbox.carries(bytes));
        }

        @Override
        public void acknowledged(long connection, long handle) {
            toStore.add(new Acknowledged(connection, handle));
        }

        @Override
        public void taken(String topic) {
            homeAssistant.taken(topic);
            // States and readings are kept records, but for the empty ones that clear them.
            topics().ofOne(topic).ifPresent(cleared -> {
                uplink.tell(link -> link.forget(topic));
                kept.lane.post(() -> kept.topics.cleared(cleared));
            });
        }

        @Override
        public void refused(long connection, long handle, Refusal how) {
            kept.lane.post(() -> kept.outbox.refused(connection, handle, how));
        }

        @Override
        public void allowed() {
            kept.lane.post(kept.outbox::releaseAll);
        }

        /** Another link begins, and the former one does not tell that it is over. */
        void replaced() {
            if (online) offline();
        }

        @Override
        public void heard(byte[] payload) {
            homeAssistant.heard(payload);
        }

        @Override
        public void arrived(Received message) {
            var arrival = new Arrival(
                    message.name(), message.payload(), message.retained(), message.waited(), message.acknowledge());
            desk.expects(arrival);
            // Not acknowledged it stays with the broker, and comes again on another connection.
            if (!kept.lane.post(() -> desk.enters(arrival))) desk.staysAway(arrival);
        }

        @Override
        public boolean hasRoom() {
            return desk.hasRoom();
        }
    }
}
