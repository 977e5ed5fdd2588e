package dev.sandpiper.agent.cli;

import dev.sandpiper.agent.Boards;
import dev.sandpiper.agent.config.ActuatorConfig;
import dev.sandpiper.agent.config.AgentConfig;
import dev.sandpiper.agent.config.BoardConfig.BoardType;
import dev.sandpiper.agent.config.SensorConfig;
import dev.sandpiper.agent.config.SimulatedDevice;
import dev.sandpiper.agent.json.Json;
import dev.sandpiper.sensors.Board;
import dev.sandpiper.sensors.Bus;
import dev.sandpiper.sensors.DeviceFault;
import dev.sandpiper.sensors.Hub;
import dev.sandpiper.sensors.MultiplexedBoard;
import dev.sandpiper.sensors.Section;
import dev.sandpiper.sensors.chip.Drivers;
import dev.sandpiper.sensors.scan.BusFindings;
import dev.sandpiper.sensors.scan.BusScan;
import dev.sandpiper.sensors.scan.Interview;
import dev.sandpiper.sensors.scan.Interview.Multiplexers;
import dev.sandpiper.sensors.scan.Place;
import dev.sandpiper.sensors.scan.Snippet;
import dev.sandpiper.sensors.scan.Survey;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Looks for what is connected to this computer, or to the simulated board of a configuration. */
final class Scan implements AutoCloseable {
    private final Optional<AgentConfig> config;
    private final Board board;
    private final ScanBuses buses;

    private Scan(Optional<AgentConfig> config, Board board, List<Integer> buses) {
        this.config = config;
        this.board = board;
        this.buses = new ScanBuses(buses);
    }

    static Scan open(Optional<AgentConfig> config, Computer computer) throws DeviceFault {
        var simulated = config.filter(file -> file.board().type() == BoardType.SIMULATED);
        if (simulated.isPresent()) return simulated(simulated.get());
        return new Scan(config, behindHubs(computer.i2c(), config), computer.buses());
    }

    private static Scan simulated(AgentConfig config) throws DeviceFault {
        return new Scan(
                Optional.of(config), behindHubs(Boards.open(config), Optional.of(config)), simulatedBuses(config));
    }

    private static Board behindHubs(Board board, Optional<AgentConfig> config) {
        return new MultiplexedBoard(board, config.map(AgentConfig::hubs).orElse(List.of()));
    }

    private static List<Integer> simulatedBuses(AgentConfig config) {
        var numbers = new TreeSet<>(List.of(ScanBuses.USUAL));
        Stream.concat(
                        config.board().i2c().stream().map(SimulatedDevice::bus),
                        configured(config).keySet().stream().map(Place::bus))
                .forEach(bus -> numbers.add(bus.root().number()));
        return List.copyOf(numbers);
    }

    /** Ids by the place of their chip. */
    private static Map<Place, String> configured(AgentConfig config) {
        var places = new LinkedHashMap<Place, String>();
        for (var hub : config.hubs()) put(places, hub.id(), hub.options());
        for (var sensor : config.sensors()) put(places, sensor.id(), sensor.options());
        for (var actuator : config.actuators()) put(places, actuator.id(), actuator.options());
        return places;
    }

    private static void put(Map<Place, String> places, String id, Section options) {
        if (options.values().containsKey("address"))
            places.merge(
                    new Place(options.bus("bus"), options.whole("address")),
                    id,
                    (first, other) -> first + ", " + other);
    }

    ScanBuses buses() {
        return buses;
    }

    Scanned of(List<Integer> numbers) throws DeviceFault, Failure {
        var configured = config.map(Scan::configured).orElse(Map.of());
        var agent = agentRuns();
        var survey = survey(agent ? configured : Map.of(), agent ? Multiplexers.LEFT_ALONE : Multiplexers.PUT_BACK);
        var found = new ArrayList<BusFindings>();
        for (var number : numbers) found.addAll(survey.of(new Bus.Own(number)));
        return new Scanned(found, configured, snippet(found, configured), remarks(agent));
    }

    private boolean agentRuns() throws Failure {
        return config.isPresent()
                && RunningAgent.of(config.get())
                        .answer(new Json().put("do", "health"))
                        .isPresent();
    }

    // Its multiplexers are not switched while the agent runs.
    private Survey survey(Map<Place, String> inUse, Multiplexers multiplexers) {
        var hubs = multiplexers == Multiplexers.LEFT_ALONE
                ? List.<Hub>of()
                : config.map(AgentConfig::hubs).orElse(List.of());
        var interview = new Interview(Drivers.ALL, Hands::pause, multiplexers);
        return new Survey(board, new BusScan(board, inUse, interview), hubs);
    }

    private String snippet(List<BusFindings> found, Map<Place, String> configured) {
        var snippet = new Snippet(ids());
        for (var bus : found)
            for (var finding : bus.findings())
                if (!configured.containsKey(new Place(finding.bus(), finding.address()))) snippet.add(finding);
        return snippet.text();
    }

    private java.util.Set<String> ids() {
        return config.stream()
                .flatMap(file -> Stream.of(
                                file.sensors().stream().map(SensorConfig::id),
                                file.actuators().stream().map(ActuatorConfig::id),
                                file.hubs().stream().map(Hub::id))
                        .flatMap(ids -> ids))
                .collect(java.util.stream.Collectors.toSet());
    }

    private List<String> remarks(boolean agent) {
        return agent
                ? List.of(
                        "the agent runs: its chips were not asked, and nothing behind multiplexers; stop it to see all")
                : List.of();
    }

    @Override
    public void close() {
        board.close();
    }
}
