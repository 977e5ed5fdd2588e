package dev.sandpiper.agent.config;

import java.util.Map;
import java.util.Optional;

/** A machine that exists only in a test. */
record Machine(Optional<String> hostName, Optional<String> machineId, Map<String, String> variables)
        implements Environment {

    static Machine named(String hostName) {
        return new Machine(Optional.of(hostName), Optional.of("0123456789abcdef0123456789abcdef"), Map.of());
    }

    Machine with(String variable, Object value) {
        return new Machine(hostName, machineId, Map.of(variable, value.toString()));
    }

    @Override
    public Optional<String> variable(String name) {
        return Optional.ofNullable(variables.get(name));
    }
}
