package dev.sandpiper.agent.link;

import dev.sandpiper.agent.config.BrokerAddress;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Transports that do nothing by themselves: the test is the broker. */
final class Wire implements Transport.Opener {
    final List<Try> tries = new ArrayList<>();

    @Override
    public Transport open(BrokerAddress address, Login login, Transport.Listener listener) {
        tries.add(new Try(address, login, listener));
        return tries.getLast();
    }

    Try last() {
        return tries.getLast();
    }

    /** What was published. */
    record Published(long handle, String topic, String payload, Retain retain) {}

    /** One transport. */
    static final class Try implements Transport {
        final BrokerAddress address;
        final Login login;
        final List<Published> published = new ArrayList<>();
        final List<List<String>> subscribed = new ArrayList<>();
        final List<Integer> acknowledged = new ArrayList<>();
        boolean connecting;
        boolean aborted;
        boolean disconnected;
        final List<String> unsubscribed = new ArrayList<>();
        int pings;
        boolean answersPings = true;
        Traffic traffic = Traffic.NONE;
        List<Expiry> expiries = List.of();
        Optional<InetAddress> localAddress = Optional.empty();
        private final Transport.Listener listener;

        private Try(BrokerAddress address, Login login, Transport.Listener listener) {
            this.address = address;
            this.login = login;
            this.listener = listener;
        }

        void reports(LinkEvent event) {
            listener.accept(event);
        }

        /** Whether the link lets more be read. */
        boolean hasRoom() {
            return listener.hasRoom();
        }

        List<String> topics() {
            return published.stream().map(Published::topic).toList();
        }

        @Override
        public void connect() {
            connecting = true;
        }

        @Override
        public void subscribe(List<String> filters) {
            subscribed.add(filters);
        }

        @Override
        public void publish(long handle, String topic, byte[] payload, Retain retain) {
            published.add(new Published(handle, topic, new String(payload, StandardCharsets.UTF_8), retain));
        }

        @Override
        public void acknowledge(int packetId) {
            acknowledged.add(packetId);
        }

        @Override
        public void disconnect() {
            disconnected = true;
        }

        @Override
        public void abort() {
            aborted = true;
        }

        @Override
        public void unsubscribe(List<String> filters) {
            unsubscribed.addAll(filters);
        }

        @Override
        public void ping() {
            pings++;
            if (!answersPings) return;
            traffic = new Traffic(traffic.received() + 2, traffic.accepted() + 2);
            listener.accept(new LinkEvent.Pong());
        }

        @Override
        public Optional<InetAddress> localAddress() {
            return localAddress;
        }

        @Override
        public Traffic traffic() {
            return traffic;
        }

        @Override
        public List<Expiry> expiries() {
            return expiries;
        }
    }
}
