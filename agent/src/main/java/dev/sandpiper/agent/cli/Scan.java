package dev.sandpiper.agent.cli;

import dev.sandpiper.agent.Boards;
import dev.sandpiper.agent.config.AgentConfig;
import dev.sandpiper.agent.config.BoardConfig.BoardType;
import dev.sandpiper.agent.json.Json;
import dev.sandpiper.sensors.Board;
import dev.sandpiper.sensors.Bus;
import dev.sandpiper.sensors.DeviceFault;
import dev.sandpiper.sensors.Hub;
import dev.sandpiper.sensors.MultiplexedBoard;
import dev.sandpiper.sensors.Option;
import dev.sandpiper.sensors.OwnedChip.Route;
import dev.sandpiper.sensors.chip.Drivers;
import dev.sandpiper.sensors.chip.KernelSensor;
import dev.sandpiper.sensors.kernel.GpioLines;
import dev.sandpiper.sensors.scan.BusFindings;
import dev.sandpiper.sensors.scan.BusScan;
import dev.sandpiper.sensors.scan.Interview;
import dev.sandpiper.sensors.scan.Interview.Multiplexers;
import dev.sandpiper.sensors.scan.Place;
import dev.sandpiper.sensors.scan.Snippet;
import dev.sandpiper.sensors.scan.Survey;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Looks for what is connected to this computer, or to the simulated board of a configuration. */
final class Scan implements AutoCloseable {
    private static final String ONE_WIRE = "bus/w1/devices";
    private static final String ONE_WIRE_NAME = "[0-9a-f]{2}-[0-9a-f]{12}";
    private static final String THERMOMETER = "ds18b20";
    private static final String INDUSTRIAL = "iio";

    private final Configured configured;
    private final Board board;
    private final ScanBuses buses;
    private final Computer.Gpio gpio;
    private final List<String> remarks = new ArrayList<>();

    private Scan(Configured configured, Board board, List<Integer> buses, Computer.Gpio gpio) {
        this.configured = configured;
        this.board = new MultiplexedBoard(board, configured.hubs());
        this.buses = new ScanBuses(buses);
        this.gpio = gpio;
    }

    static Scan open(Optional<AgentConfig> config, Computer computer) throws DeviceFault {
        var configured = new Configured(config);
        var simulated = config.filter(file -> file.board().type() == BoardType.SIMULATED);
        return simulated.isPresent()
                ? new Scan(configured, Boards.open(simulated.get()), configured.simulatedBuses(), List::of)
                : new Scan(configured, computer.i2c(), computer.buses(), computer.gpio());
    }

    ScanBuses buses() {
        return buses;
    }

    Scanned of(List<Integer> numbers) throws DeviceFault, Failure {
        var found = new ArrayList<BusFindings>();
        var survey = agentRuns() ? besideTheAgent() : survey(Map.of(), Multiplexers.PUT_BACK);
        for (var number : numbers) found.addAll(findings(survey, new Bus.Own(number)));
        var kernel = KernelSensor.all(board.kernel());
        var oneWire = oneWire();
        return new Scanned(
                found, configured.places(), oneWire, kernel, gpio(), snippet(found, oneWire, kernel), remarks);
    }

    private boolean agentRuns() throws Failure {
        if (configured.config().isEmpty()) return false;
        var agent = RunningAgent.of(configured.config().get());
        return agent.answer(new Json().put("do", "health")).isPresent();
    }

    // Neither its chips are touched nor its multiplexers switched.
    private Survey besideTheAgent() {
        remarks.add("the agent runs: its chips were not asked, and nothing behind multiplexers; stop it to see all");
        return survey(configured.places(), Multiplexers.LEFT_ALONE);
    }

    private Survey survey(Map<Place, String> inUse, Multiplexers multiplexers) {
        var interview = new Interview(configured.drivers(), Hands::pause, multiplexers);
        var behind = switch (multiplexers) {
            case PUT_BACK -> configured.hubs();
            case LEFT_ALONE -> List.<Hub>of();
        };
        return new Survey(board, new BusScan(board, inUse, interview), behind);
    }

    private static List<BusFindings> findings(Survey survey, Bus.Own bus) {
        try {
            return survey.of(bus);
        } catch (DeviceFault closed) {
            return List.of(new BusFindings(bus, List.of(), Optional.of(closed.getMessage())));
        }
    }

    private List<String> oneWire() throws DeviceFault {
        return board.kernel().names(ONE_WIRE).stream()
                .filter(name -> name.matches(ONE_WIRE_NAME))
                .toList();
    }

    private List<GpioLines> gpio() {
        try {
            return gpio.list();
        } catch (IOException refused) {
            var said = String.valueOf(refused.getMessage());
            var todo = said.contains("Permission denied") ? "; add the user to the group gpio" : "";
            remarks.add("the GPIO chips cannot be listed: " + said + todo);
            return List.of();
        }
    }

    private String snippet(List<BusFindings> found, List<String> oneWire, List<KernelSensor> kernel) {
        var snippet = new Snippet(configured.ids(), kernel);
        var places = configured.places();
        for (var bus : found)
            for (var finding : bus.findings())
                if (!places.containsKey(new Place(finding.bus(), finding.address()))) snippet.add(finding);
        for (var device : oneWire) if (isThermometer(device)) add(snippet, new Route(THERMOMETER, device));
        for (var sensor : kernel)
            if (sensor.type().equals(INDUSTRIAL)) add(snippet, new Route(INDUSTRIAL, sensor.device()));
        return snippet.text();
    }

    private void add(Snippet snippet, Route route) {
        if (!configured.devices().contains(route.device())) snippet.add(route);
    }

    private static boolean isThermometer(String device) {
        return Drivers.sensor(THERMOMETER).stream()
                .flatMap(type -> type.options().stream())
                .anyMatch(option -> option.kind() instanceof Option.Kind.Text text && device.matches(text.pattern()));
    }

    @Override
    public void close() {
        board.close();
    }
}
