package dev.sandpiper.sensors;

import com.pi4j.Pi4J;
import com.pi4j.boardinfo.definition.BoardModel;
import com.pi4j.boardinfo.util.BoardInfoHelper;
import com.pi4j.plugin.gpiod.provider.gpio.digital.GpioDDigitalOutputProvider;
import com.pi4j.plugin.linuxfs.provider.i2c.LinuxFsI2CProvider;
import com.pi4j.provider.Provider;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The Raspberry Pi this program runs on. One board a process: Pi4J's GPIO context is a singleton, closing one board
 * closes the chip for all.
 */
public final class RaspberryPi {
    private static final Path DEVICE_TREE = Path.of("/proc/device-tree");

    private RaspberryPi() {}

    /** Whether this machine says that it is a Raspberry Pi. */
    public static boolean present() {
        return present(DEVICE_TREE, System.getProperty("os.arch"));
    }

    static boolean present(Path deviceTree, String architecture) {
        return architecture.equals("aarch64") && model(deviceTree).startsWith("Raspberry Pi");
    }

    /**
     * The board with its GPIO and I2C. Nothing is requested yet.
     *
     * @throws DeviceFault when this is no Raspberry Pi, or its GPIO cannot be had
     */
    public static Board open() throws DeviceFault {
        return open(DEVICE_TREE, System.getProperty("os.arch"));
    }

    static Board open(Path deviceTree, String architecture) throws DeviceFault {
        if (!present(deviceTree, architecture)) throw noPi(deviceTree, architecture);
        try {
            nameAModelTooNewForPi4j(deviceTree);
            var context = Pi4J.newContextBuilder()
                    .add(providers().toArray(Provider[]::new))
                    .build();
            return Pi4jBoard.real(context, new KernelInputs(Path.of("/dev")), model(deviceTree), Path.of("/sys"));
        } catch (RuntimeException | LinkageError failure) {
            throw new DeviceFault(
                    "the GPIO of this Pi cannot be opened: %s; is the user in the groups gpio and i2c?"
                            .formatted(Causes.innermost(failure)),
                    failure);
        }
    }

    private static DeviceFault noPi(Path deviceTree, String architecture) {
        var found = model(deviceTree).isEmpty() ? architecture : model(deviceTree) + ", " + architecture;
        return new DeviceFault(
                "this is no Raspberry Pi with a 64-bit system (%s): set board: { type: simulated } to try Sandpiper here"
                        .formatted(found));
    }

    /** Named one by one: Pi4J's detection would put its mocks in the place of what it does not find, silently. */
    static List<Provider<?, ?, ?>> providers() {
        return List.of(GpioDDigitalOutputProvider.newInstance(), LinuxFsI2CProvider.newInstance());
    }

    // Pi4J refuses GPIO on a board it has no name for; all it does with the name is to ask whether it is known.
    private static void nameAModelTooNewForPi4j(Path deviceTree) {
        if (BoardInfoHelper.runningOnRaspberryPi()) return;
        var rp1 = text(deviceTree.resolve("compatible")).contains("bcm2712");
        BoardInfoHelper.current().setBoardModel(rp1 ? BoardModel.GENERIC_RP1 : BoardModel.GENERIC);
    }

    private static String model(Path deviceTree) {
        return text(deviceTree.resolve("model"));
    }

    /** A property of the device tree: texts that end with a zero byte. */
    private static String text(Path property) {
        try {
            return Files.readString(property, StandardCharsets.UTF_8)
                    .replace('\0', ' ')
                    .strip();
        } catch (IOException e) {
            return "";
        }
    }
}
