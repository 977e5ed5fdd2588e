package dev.sandpiper.agent;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import org.tinylog.Logger;

/** Keeps a second agent off the directory. A directory that cannot be written is nobody's. */
final class DirectoryLock implements AutoCloseable {
    private Optional<FileChannel> file = Optional.empty();
    private Optional<FileLock> lock = Optional.empty();

    DirectoryLock(Path directory) {
        try {
            Files.createDirectories(directory);
            file = Optional.of(
                    FileChannel.open(directory.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE));
            lock = Optional.ofNullable(file.get().tryLock());
        } catch (IOException unwritable) {
            Logger.debug(unwritable);
        }
    }

    boolean held() {
        return file.isEmpty() || lock.isPresent();
    }

    @Override
    public void close() {
        file.ifPresent(channel -> {
            try {
                channel.close();
            } catch (IOException harmless) {
                Logger.debug(harmless);
            }
        });
    }
}
