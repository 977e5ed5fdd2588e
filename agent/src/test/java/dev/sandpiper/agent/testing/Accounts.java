package dev.sandpiper.agent.testing;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Who may log in to a broker with rights as docs/operating.md gives them: devices whose user name is their id, and a back
 * end. They share a password.
 */
public record Accounts(List<String> devices, String password) {
    static final String BACK_END = "backend";

    /** The command line of a client that logs in as the back end. */
    List<String> backEndLine(String client, int port, Path authority, String... options) {
        List<String> line = new ArrayList<>(List.of(client, "-h", "127.0.0.1", "-p", Integer.toString(port)));
        line.addAll(List.of("--cafile", authority.toString(), "-u", BACK_END, "-P", password));
        line.addAll(List.of(options));
        return line;
    }

    List<String> users() {
        return Stream.concat(devices.stream(), Stream.of(BACK_END)).toList();
    }
}
