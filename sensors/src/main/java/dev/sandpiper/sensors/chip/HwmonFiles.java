package dev.sandpiper.sensors.chip;

import dev.sandpiper.sensors.DeviceFault;
import dev.sandpiper.sensors.Sysfs;
import java.util.List;

/** The files of the kernel's hardware monitoring. Source: the kernel's Documentation/hwmon/sysfs-interface.rst. */
final class HwmonFiles implements KernelDevice.Way {

    @Override
    public String type() {
        return "hwmon";
    }

    @Override
    public String folder() {
        return "class/hwmon";
    }

    @Override
    public List<KernelChannel> channels() {
        return KernelChannel.HWMON;
    }

    @Override
    public List<String> present(Sysfs sysfs, String device, KernelChannel kind) throws DeviceFault {
        return sysfs.names(device).stream()
                .filter(file -> file.matches(kind.kind() + "[0-9]+_input"))
                .map(file -> file.substring(0, file.lastIndexOf('_')))
                .toList();
    }

    @Override
    public double measure(Sysfs sysfs, String device, String channel) throws DeviceFault {
        var fault = device + "/" + channel + "_fault";
        if (sysfs.exists(fault) && sysfs.number(fault) != 0)
            throw new DeviceFault("%s says that the sensor is broken or not connected".formatted(sysfs.shown(fault)));
        return sysfs.number(device + "/" + channel + "_input");
    }
}
