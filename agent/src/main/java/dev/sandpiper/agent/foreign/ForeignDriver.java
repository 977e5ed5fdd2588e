package dev.sandpiper.agent.foreign;

import java.nio.file.Path;

/**
 * An entry of {@code drivers}.
 *
 * @param type as entries name it
 * @param jar absolute
 * @param className whose {@code TYPE} describes the driver
 */
public record ForeignDriver(String type, Path jar, String className) {}
