package dev.sandpiper.sensors.scan;

import dev.sandpiper.sensors.Board;
import dev.sandpiper.sensors.Bus;
import dev.sandpiper.sensors.DeviceFault;
import dev.sandpiper.sensors.DeviceFault.Nature;
import dev.sandpiper.sensors.OwnedChip;
import dev.sandpiper.sensors.scan.Finding.Certainty;
import dev.sandpiper.sensors.scan.Finding.State;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Asks each address of a bus whether somebody is there, and those who are which chip they are.
 *
 * <p>Knocks as {@code i2cdetect} does: an address and nothing behind it; where EEPROMs are, which could take that for the
 * beginning of a write, it reads a byte instead.
 */
public final class BusScan {
    /** The others are reserved (UM10204 rev. 7, table 4). */
    private static final int FIRST = 0x08;

    private static final int LAST = 0x77;

    /** So many transfers in a row that do not end are the bus, and not its chips. */
    private static final int STUCK = 3;

    /** A bus on which so many answer and nobody is silent has more chips than there are. */
    private static final int TOO_MANY = 64;

    /** A chip that hears an address beside its own after power-on (see its driver). */
    private static final String HEARS_ALL_CALLS = "pca9685";

    private static final int ALL_CALL_ADDRESS = 0x70;

    private final Board board;
    private final Map<Place, String> inUse;
    private final Interview interview;

    /**
     * @param board on which a write of no bytes only asks whether somebody is there
     * @param inUse by whom; these are neither knocked at nor asked
     */
    public BusScan(Board board, Map<Place, String> inUse, Interview interview) {
        this.board = board;
        this.inUse = Map.copyOf(inUse);
        this.interview = interview;
    }

    /**
     * Scans a bus.
     *
     * @param inFront addresses on the way to the bus, which answer here too
     * @throws DeviceFault when the bus cannot be opened
     */
    public BusFindings scan(Bus bus, Set<Integer> inFront) throws DeviceFault {
        var round = new Round(bus);
        for (var address = FIRST; address <= LAST && round.trouble().isEmpty(); address++)
            if (!inFront.contains(address)) round.visit(address);
        return round.findings();
    }

    /** One bus. */
    private final class Round {
        private final Bus bus;
        private final Map<Integer, State> found = new TreeMap<>();
        private final Map<Integer, Board.I2cPort> answering = new TreeMap<>();
        private int silent;
        private int brokenInARow;
        private String lastFault = "";

        Round(Bus bus) {
            this.bus = bus;
        }

        void visit(int address) throws DeviceFault {
            var untouched = untouched(address);
            if (untouched.isPresent()) found.put(address, untouched.get());
            else knock(address, board.i2c(bus, address));
        }

        private Optional<State> untouched(int address) {
            var user = Optional.ofNullable(inUse.get(new Place(bus, address)));
            if (user.isPresent()) return user.map(State.InUse::new);
            if (!(bus instanceof Bus.Own(var number))) return Optional.empty();
            return OwnedChip.at(board.kernel(), number, address)
                    .map(chip -> new State.OfKernel(chip.driver(), chip.route()));
        }

        private void knock(int address, Board.I2cPort port) {
            try {
                if (mayBeEeprom(address)) port.read(1);
                else port.write();
                answering.put(address, port);
                brokenInARow = 0;
            } catch (DeviceFault fault) {
                port.close();
                refused(address, fault);
            }
        }

        private void refused(int address, DeviceFault fault) {
            if (fault.nature() == Nature.SILENT) {
                silent++;
                brokenInARow = 0;
                return;
            }
            var owned = ofKernel(fault);
            found.put(address, owned.orElse(new State.Troubled(fault.getMessage())));
            brokenInARow = owned.isPresent() ? 0 : brokenInARow + 1;
            lastFault = fault.getMessage();
        }

        Optional<String> trouble() {
            if (brokenInARow >= STUCK) return Optional.of(lastFault);
            if (silent > 0 || answering.size() < TOO_MANY) return Optional.empty();
            return Optional.of(
                    "every address of %s acknowledges: its data line is held low; check wiring and pull-up resistors"
                            .formatted(bus));
        }

        BusFindings findings() {
            var trouble = trouble();
            if (trouble.isPresent()) return new BusFindings(bus, List.of(), trouble);
            answering.forEach((address, port) -> found.put(address, interview.of(address, port)));
            answering.values().forEach(Board.I2cPort::close);
            found.computeIfPresent(ALL_CALL_ADDRESS, (_, state) -> withAllCall(state));
            return new BusFindings(
                    bus,
                    found.entrySet().stream()
                            .map(entry -> new Finding(bus, entry.getKey(), entry.getValue()))
                            .toList(),
                    Optional.empty());
        }

        private State withAllCall(State state) {
            return state instanceof State.Answers answers
                            && found.values().stream().anyMatch(BusScan::hearsAllCalls)
                    ? new State.Answers(
                            answers.certainty(),
                            answers.chips(),
                            answers.why() + "; may be the %s alone, which hears it too".formatted(HEARS_ALL_CALLS))
                    : state;
        }
    }

    private static boolean hearsAllCalls(State state) {
        return state instanceof State.Answers answers
                && answers.certainty() != Certainty.POSSIBLE
                && answers.chips().stream()
                        .findFirst()
                        .filter(chip -> chip.name().equals(HEARS_ALL_CALLS))
                        .isPresent();
    }

    // As i2cdetect: serial-presence detects and EEPROMs. A byte read does not change them.
    private static boolean mayBeEeprom(int address) {
        return address >= 0x30 && address <= 0x37 || address >= 0x50 && address <= 0x5F;
    }

    // Where /sys does not show it, the kernel itself says so.
    private static Optional<State> ofKernel(DeviceFault fault) {
        var said = String.valueOf(
                Optional.ofNullable(fault.getCause()).map(Throwable::getMessage).orElse(""));
        return said.contains("Device or resource busy")
                ? Optional.of(new State.OfKernel(Optional.empty(), Optional.empty()))
                : Optional.empty();
    }
}
