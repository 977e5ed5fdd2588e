package dev.sandpiper.agent.config;

import java.time.Duration;

/**
 * Who this device is.
 *
 * @param id in every topic; matches {@code [A-Za-z0-9_-]{1,64}}
 * @param name for people
 * @param clockTrusted whether the clock counts as right without the kernel saying so
 * @param clockWait how long a record waits for a right clock before it leaves without one
 */
public record DeviceConfig(String id, String name, boolean clockTrusted, Duration clockWait) {}
