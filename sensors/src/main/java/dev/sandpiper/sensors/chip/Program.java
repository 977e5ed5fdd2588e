package dev.sandpiper.sensors.chip;

import dev.sandpiper.sensors.DeviceFault;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** A program that runs beside the agent; looking after it never waits. */
final class Program {
    private static final int MOST_OUTPUT = 64 << 10;
    private static final int MOST_COMPLAINTS = 4 << 10;
    private static final int LONGEST_COMPLAINT = 200;

    private final String name;
    private final Process process;
    private final ByteArrayOutputStream output = new ByteArrayOutputStream();
    private final ByteArrayOutputStream complaints = new ByteArrayOutputStream();

    private Program(String name, Process process) {
        this.name = name;
        this.process = process;
    }

    static Program start(List<String> command) throws DeviceFault {
        var builder = new ProcessBuilder(command);
        leaveOutTheAgents(builder.environment());
        try {
            var process = builder.start();
            process.getOutputStream().close();
            return new Program(command.getFirst(), process);
        } catch (IOException failure) {
            throw new DeviceFault("%s cannot be started: %s".formatted(command.getFirst(), reason(failure)), failure);
        }
    }

    /** What systemd gives the agent is the agent's own. */
    static void leaveOutTheAgents(Map<String, String> environment) {
        List.of("NOTIFY_SOCKET", "WATCHDOG_USEC", "WATCHDOG_PID", "CREDENTIALS_DIRECTORY")
                .forEach(environment::remove);
    }

    private static String reason(IOException failure) {
        var said = String.valueOf(failure.getMessage());
        if (said.contains("No such file"))
            return "there is no such program, or its first line names one that is not there";
        if (said.contains("Permission denied")) return "it may not be executed; chmod +x it";
        if (said.contains("Exec format error")) return "it is no program; a script begins with a line like #!/bin/sh";
        return said;
    }

    /** Whether it still runs; takes what it has written meanwhile. */
    boolean runs() throws DeviceFault {
        var runs = process.isAlive();
        drain();
        return runs;
    }

    private void drain() throws DeviceFault {
        try {
            take(process.getInputStream(), output, MOST_OUTPUT + 1);
            take(process.getErrorStream(), complaints, Integer.MAX_VALUE);
        } catch (IOException closed) {
            // The stream of a process that was killed: what came before is all there is.
        }
        if (output.size() <= MOST_OUTPUT) return;
        kill();
        throw new DeviceFault("%s wrote more than %d bytes and was killed; expected one short JSON object"
                .formatted(name, MOST_OUTPUT));
    }

    private static void take(InputStream from, ByteArrayOutputStream to, int most) throws IOException {
        for (var there = from.available(); there > 0 && to.size() < most; there = from.available()) {
            to.write(from.readNBytes(Math.min(there, most - to.size())));
            if (most == Integer.MAX_VALUE) keepTheEnd(to);
        }
    }

    private static void keepTheEnd(ByteArrayOutputStream stream) {
        var all = stream.toByteArray();
        if (all.length <= MOST_COMPLAINTS) return;
        stream.reset();
        stream.write(all, all.length - MOST_COMPLAINTS, MOST_COMPLAINTS);
    }

    /** What it wrote, now that it has ended well. */
    String output() throws DeviceFault {
        drain();
        if (process.exitValue() != 0)
            throw new DeviceFault("%s ended with exit code %d%s".formatted(name, process.exitValue(), lastComplaint()));
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(output.toByteArray()))
                    .toString();
        } catch (CharacterCodingException broken) {
            throw new DeviceFault(name + " wrote something that is no UTF-8", broken);
        }
    }

    private String lastComplaint() {
        var last = complaints
                .toString(StandardCharsets.UTF_8)
                .lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .reduce("", (_, line) -> line)
                .replaceAll("\\p{Cntrl}", "?");
        if (last.isEmpty()) return "";
        return ": " + (last.length() <= LONGEST_COMPLAINT ? last : last.substring(0, LONGEST_COMPLAINT) + "…");
    }

    /** Ends it and all it has started; a second time nothing is left to end. */
    void kill() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }
}
