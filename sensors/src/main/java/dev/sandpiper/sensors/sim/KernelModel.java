package dev.sandpiper.sensors.sim;

import dev.sandpiper.sensors.sim.Control.BadLine;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;

/** A device as a driver of the kernel shows it: a file for each attribute, made when it is read, and what can go wrong. */
class KernelModel {
    private static final String GONE = "unplug";
    private static final String NO_ANSWER = "fail";
    private static final String OK = "ok";

    private final Map<String, Supplier<String>> files = new TreeMap<>();
    private String fault = OK;
    private boolean once;

    /** @param name what the file {@code name} says */
    KernelModel(String name) {
        with("name", () -> name);
    }

    /** This device with one file more. */
    final KernelModel with(String file, Supplier<String> text) {
        files.put(file, text);
        return this;
    }

    final Set<String> files() {
        return files.keySet();
    }

    final boolean isThere() {
        return !fault.equals(GONE);
    }

    final String read(String file) throws IOException {
        // The name is the driver's; for all others it asks the device.
        if (file.equals("name") || fault.equals(OK)) return files.get(file).get();
        var felt = fault;
        if (once) fault = OK;
        if (felt.equals(NO_ANSWER)) throw new IOException("Input/output error");
        return disturbed(felt, file, files.get(file).get());
    }

    /** What the file says with one of {@link #faults}. */
    String disturbed(String felt, String file, String text) {
        return text;
    }

    /** What can be wrong with this kind of device beside being gone or silent, as the control file writes it. */
    List<String> faults() {
        return List.of();
    }

    /** What a control line says after the device's name. */
    void take(List<String> words) throws BadLine {
        var word = words.getLast();
        var known = List.of(OK, GONE, NO_ANSWER).contains(word) || faults().contains(word);
        if (known && words.size() == 1) become(word, false);
        else if (known && words.size() == 2 && words.getFirst().equals("once")) become(word, true);
        else if (words.size() == 2 && files.containsKey(words.getFirst())) with(words.getFirst(), () -> word);
        else
            throw new BadLine(
                    "expected ok, unplug, fail%s, once with one of them in front, or a file and what it says: %s"
                            .formatted(
                                    faults().isEmpty() ? "" : ", " + String.join(", ", faults()),
                                    String.join(", ", files.keySet())));
    }

    private void become(String newFault, boolean onlyOnce) {
        fault = newFault;
        once = onlyOnce;
    }
}
