package dev.sandpiper.sensors.sim;

import java.io.IOException;

/** Nobody pulled the line down in the acknowledge bit. The text is Linux's for EREMOTEIO, as Pi4J passes it on. */
final class NoAcknowledgement extends IOException {
    private static final long serialVersionUID = 1;

    NoAcknowledgement() {
        super("Remote I/O error");
    }
}
