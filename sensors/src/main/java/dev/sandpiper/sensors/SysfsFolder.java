package dev.sandpiper.sensors;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The kernel's {@code /sys}, or a folder in its place. */
final class SysfsFolder extends Sysfs {
    private final Path root;

    SysfsFolder(Path root) {
        this.root = root;
    }

    @Override
    public String shown(String path) {
        return root.resolve(path).toString();
    }

    @Override
    public boolean exists(String path) {
        return Files.exists(root.resolve(path));
    }

    @Override
    public Optional<String> target(String link) {
        var path = root.resolve(link);
        try {
            return Files.isSymbolicLink(path)
                    ? Optional.of(path.toRealPath().getFileName().toString())
                    : Optional.empty();
        } catch (IOException gone) {
            return Optional.empty();
        }
    }

    @Override
    protected String read(String file) throws IOException {
        return Files.readString(root.resolve(file));
    }

    @Override
    protected List<String> entries(String folder) throws IOException {
        try (var all = Files.list(root.resolve(folder))) {
            return all.map(path -> path.getFileName().toString()).toList();
        }
    }
}
