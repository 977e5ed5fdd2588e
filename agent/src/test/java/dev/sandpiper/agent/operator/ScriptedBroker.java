package dev.sandpiper.agent.operator;

import dev.sandpiper.agent.config.BrokerAddress;
import dev.sandpiper.agent.link.Expiry;
import dev.sandpiper.agent.link.Failure;
import dev.sandpiper.agent.link.Failure.Cause;
import dev.sandpiper.agent.link.LinkEvent;
import dev.sandpiper.agent.link.Login;
import dev.sandpiper.agent.link.Retain;
import dev.sandpiper.agent.link.Traffic;
import dev.sandpiper.agent.link.Transport;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A broker that answers at once, and what it was asked, in order. */
final class ScriptedBroker implements Transport.Opener {
    final List<String> asked = new ArrayList<>();
    private final Map<String, String> retained = new HashMap<>();
    private final Map<String, List<LinkEvent>> answers = new HashMap<>();
    private int granted = 1;

    ScriptedBroker keeps(String topic, String payload) {
        retained.put(topic, payload);
        return this;
    }

    ScriptedBroker refusesSubscriptions() {
        granted = 128;
        return this;
    }

    /** After whatever is published on {@code topic}. */
    ScriptedBroker says(String topic, String answer, String payload) {
        return does(topic, arrived(answer, payload, false));
    }

    ScriptedBroker closesAfter(String topic) {
        return does(topic, new LinkEvent.Closed(new Failure(Cause.CLOSED, "the broker closed the connection")));
    }

    private ScriptedBroker does(String topic, LinkEvent event) {
        answers.computeIfAbsent(topic, _ -> new ArrayList<>()).add(event);
        return this;
    }

    private static LinkEvent arrived(String topic, String payload, boolean kept) {
        return new LinkEvent.Arrived(7, topic, payload.getBytes(StandardCharsets.UTF_8), kept, false);
    }

    @Override
    public Transport open(BrokerAddress address, Login login, Transport.Listener listener) {
        asked.add("%s as %s, %s, will %s"
                .formatted(
                        address.url(),
                        login.clientId(),
                        login.session(),
                        login.will().isPresent()));
        return new Line(listener);
    }

    private final class Line implements Transport {
        private final Transport.Listener listener;

        private Line(Transport.Listener listener) {
            this.listener = listener;
        }

        @Override
        public void connect() {
            listener.accept(new LinkEvent.Connected(false, ""));
        }

        @Override
        public void subscribe(List<String> filters) {
            asked.add("subscribe " + String.join(" ", filters));
            listener.accept(
                    new LinkEvent.Subscribed(filters.stream().map(_ -> granted).toList()));
            for (var filter : filters)
                if (retained.containsKey(filter)) listener.accept(arrived(filter, retained.get(filter), true));
        }

        @Override
        public void publish(long handle, String topic, byte[] payload, Retain retain) {
            asked.add("publish %s %s %s".formatted(topic, new String(payload, StandardCharsets.UTF_8), retain));
            listener.accept(new LinkEvent.Acked(handle));
            answers.getOrDefault(topic, List.of()).forEach(listener);
        }

        @Override
        public void acknowledge(int packetId) {}

        @Override
        public void unsubscribe(List<String> filters) {}

        @Override
        public void ping() {}

        @Override
        public void disconnect() {
            asked.add("disconnect");
        }

        @Override
        public void abort() {}

        @Override
        public Traffic traffic() {
            throw new UnsupportedOperationException("nobody asks a broker of a test");
        }

        @Override
        public List<Expiry> expiries() {
            return List.of();
        }
    }
}
