package com.example;

import dev.sandpiper.sensors.DriverType.MultiplexerType;
import dev.sandpiper.sensors.DriverType.SensorType;
import dev.sandpiper.sensors.Option;
import dev.sandpiper.sensors.Quantity;
import java.util.List;

/** Classes that are no drivers, each in its own way. */
public final class Oddities {
    private Oddities() {}

    static SensorType named(String name, Option... options) {
        return SensorType.of(name, name, List.of(options), List.of(Quantity.plain("state")), "", (_, _) -> null);
    }

    public static final class Other {
        public static final SensorType TYPE = named("other-chip");
    }

    public static final class Plain {}

    public static final class Instance {
        public final SensorType TYPE = named("odd");
    }

    public static final class Text {
        public static final String TYPE = "odd";
    }

    static final class Hidden {
        public static final SensorType TYPE = named("odd");
    }

    public static final class Null {
        public static final SensorType TYPE = null;
    }

    public static final class Explodes {
        public static final SensorType TYPE = named(explode());

        private static String explode() {
            throw new IllegalStateException("no name");
        }
    }

    public static final class Hangs {
        public static final SensorType TYPE = named(forever());

        private static String forever() {
            for (; ; ) java.util.concurrent.locks.LockSupport.park();
        }
    }

    public static final class Needs {
        public static final SensorType TYPE = named(Absent.NAME.toString());
    }

    /** Left out of the jar. */
    public static final class Absent {
        static final StringBuilder NAME = new StringBuilder("odd");
    }

    public static final class Inner {
        public static final SensorType TYPE = named(InnerUse.name());
    }

    static final class InnerUse {
        static String name() {
            return dev.sandpiper.sensors.chip.Lm75.TYPE.name();
        }
    }

    public static final class Mux {
        public static final MultiplexerType TYPE =
                new MultiplexerType("odd", "odd", List.of(), 8, channel -> (byte) 0, (byte) 0, "");
    }

    public static final class Twice {
        public static final SensorType TYPE = named("odd", Option.bus(), Option.bus());
    }

    public static final class TakesId {
        public static final SensorType TYPE =
                named("odd", Option.required("id", new Option.Kind.Flag(), "its own meaning"));
    }

    public static final class Shouts {
        public static final SensorType TYPE = named("odd", Option.required("GAIN", new Option.Kind.Flag(), "gain"));
    }

    public static final class BadDefault {
        public static final SensorType TYPE =
                named("odd", Option.optional("gain", new Option.Kind.Whole(1, 4), 1, "an Integer, not a Long"));
    }

    public static final class BadPattern {
        public static final SensorType TYPE =
                named("odd", Option.required("device", new Option.Kind.Text("(", "x"), "device"));
    }

    public static final class PinByAnotherName {
        public static final SensorType TYPE = named("odd", Option.required("input", new Option.Kind.Pin(), "pin"));
    }

    public static final class AddressAlone {
        public static final SensorType TYPE = named("odd", Option.address(0x48));
    }
}
