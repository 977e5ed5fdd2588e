package dev.sandpiper.agent.network;

import dev.sandpiper.agent.config.BrokerAddress;
import dev.sandpiper.agent.link.Login;
import dev.sandpiper.agent.link.Network;
import dev.sandpiper.agent.link.Transport;
import dev.sandpiper.agent.testing.SimulatedTime;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/** What is between one agent and its broker's addresses, and what is wrong with it at the moment. */
public final class SimulatedNetwork implements Transport.Opener, Network {
    public static final Duration NEVER = Duration.ofDays(10_000);

    private final Timeline timeline;
    private final SimulatedTime time;
    private final RandomGenerator random;
    private final List<String> hosts;
    private final SimulatedBroker broker;
    private final Findings findings = new Findings();
    private final Map<String, Map<Fault, Integer>> faults = new HashMap<>();
    private final List<SimulatedTransport> transports = new ArrayList<>();
    private Quality quality = Quality.CABLE;
    private Duration natForgetsAfter = NEVER;
    private long connections;
    private long lostAt = -1;
    private boolean seen;
    private int leases = 1;
    private boolean stopping;

    public SimulatedNetwork(Timeline timeline, SimulatedTime time, RandomGenerator random, List<String> hosts) {
        this.timeline = timeline;
        this.time = time;
        this.random = random;
        this.hosts = List.copyOf(hosts);
        this.broker = new SimulatedBroker(this, time);
        hosts.forEach(host -> faults.put(host, new EnumMap<>(Fault.class)));
    }

    @Override
    public Transport open(BrokerAddress address, Login login, Transport.Listener listener) {
        transports.removeIf(SimulatedTransport::over);
        if (!transports.isEmpty()) violation("opened a transport while another one was open");
        var transport = new SimulatedTransport(this, address.host(), login, ++connections, listener);
        if (!faults.get(address.host()).isEmpty()) transport.connection().harm();
        transports.add(transport);
        return transport;
    }

    /** For a while something is wrong with one of the addresses. */
    public void suffer(Fault fault, String host, Duration duration) {
        begin(fault, host);
        timeline.after(duration, () -> end(fault, host));
    }

    /** Nothing is wrong any more. */
    void clear() {
        for (var host : hosts) for (var fault : List.copyOf(faults.get(host).keySet())) heal(fault, host);
    }

    private void begin(Fault fault, String host) {
        faults.get(host).merge(fault, 1, Integer::sum);
        each(host, transport -> {
            if (fault.stalls()) transport.connection().stall();
            if (fault.withholdsAnswers() || !transport.up())
                transport.connection().harm();
        });
        if (reachable()) return;
        lostAt = -1;
        seen = false;
    }

    // One of two outages that overlap ends: the other goes on.
    private void end(Fault fault, String host) {
        var times = faults.get(host).getOrDefault(fault, 0);
        if (times > 1) faults.get(host).put(fault, times - 1);
        else if (times == 1) heal(fault, host);
    }

    private void heal(Fault fault, String host) {
        faults.get(host).remove(fault);
        if (fault == Fault.DEVICE_OFFLINE && host.equals(hosts.getFirst()) && random.nextInt(3) == 0) newAddress();
        if (!stalls(host)) each(host, transport -> transport.connection().resume());
        lost();
        if (fault == Fault.DEVICE_OFFLINE) seen = lostAt == timeline.now();
    }

    private void newAddress() {
        leases++;
        strike(Connection::forget);
    }

    private void each(String host, Consumer<SimulatedTransport> action) {
        for (var transport : List.copyOf(transports))
            if (transport.connection().host().equals(host)) action.accept(transport);
    }

    /** Something happens to the connection there is. */
    void strike(Consumer<Connection> blow) {
        present().ifPresent(transport -> {
            transport.connection().harm();
            blow.accept(transport.connection());
        });
    }

    private Optional<SimulatedTransport> present() {
        return transports.stream().filter(transport -> !transport.over()).findFirst();
    }

    /** How many transports the agent has open. */
    public long open() {
        return transports.stream().filter(transport -> !transport.over()).count();
    }

    /** Whether the agent has a subscription that was answered. */
    public boolean isConnected() {
        return present().filter(SimulatedTransport::up).isPresent();
    }

    boolean has(String host, Fault fault) {
        return faults.get(host).containsKey(fault);
    }

    boolean stalls(String host) {
        return faults.get(host).keySet().stream().anyMatch(Fault::stalls);
    }

    private boolean reachable() {
        return hosts.stream()
                .anyMatch(host -> faults.get(host).keySet().stream().noneMatch(Fault::preventsConnections));
    }

    // From here it could be connected again.
    void lost() {
        if (lostAt < 0 && connections > 0 && present().isEmpty() && reachable()) lostAt = timeline.now();
    }

    void connectedAgain(SimulatedTransport transport) {
        if (lostAt >= 0)
            findings.returns.add(
                    new Findings.Return(seen, sinceLoss(transport.opened()), sinceLoss(timeline.now()), quality));
        lostAt = -1;
        seen = false;
    }

    private Duration sinceLoss(long moment) {
        return Duration.ofNanos(Math.max(0, moment - lostAt));
    }

    @Override
    public Optional<Sight> look() {
        if (has(hosts.getFirst(), Fault.DEVICE_OFFLINE)) return Optional.of(Sight.NOTHING);
        return Optional.of(new Sight(Set.of("wlan0 10.0.0.1"), Set.of(address()), Set.of("wlan0")));
    }

    InetAddress address() {
        try {
            return InetAddress.getByAddress(new byte[] {10, 0, (byte) (leases / 250), (byte) (2 + leases % 250)});
        } catch (UnknownHostException impossible) {
            throw new AssertionError(impossible);
        }
    }

    /** The agent's process ends, and its connection with it. */
    public void processEnds() {
        present().ifPresent(SimulatedTransport::leave);
        lostAt = -1;
        stopping = false;
    }

    /** The agent was asked to stop: it may end a connection that works. */
    public void stopBegins() {
        stopping = true;
    }

    public void quality(Quality next) {
        quality = next;
    }

    public void natForgetsAfter(Duration idle) {
        natForgetsAfter = idle;
    }

    Quality quality() {
        return quality;
    }

    Duration natForgetsAfter() {
        return natForgetsAfter;
    }

    boolean stopping() {
        return stopping;
    }

    void violation(String sentence) {
        findings.violations.add(Duration.ofNanos(timeline.now()) + ": " + sentence);
    }

    public Findings findings() {
        return findings;
    }

    public SimulatedBroker broker() {
        return broker;
    }

    public List<String> hosts() {
        return hosts;
    }

    Timeline timeline() {
        return timeline;
    }

    RandomGenerator random() {
        return random;
    }
}
