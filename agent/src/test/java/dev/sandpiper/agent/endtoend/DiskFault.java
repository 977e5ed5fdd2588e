package dev.sandpiper.agent.endtoend;

import dev.sandpiper.agent.testing.Command;
import dev.sandpiper.agent.testing.Folders;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A way to take an agent's disk away, and to give it back. The agent's outbox is {@code disk/outbox}. */
enum DiskFault {
    FULL {
        @Override
        void prepare(Path folder, AgentProcess agent) {
            Command.run("mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", disk(folder));
        }

        @Override
        void strike(Path folder, AgentProcess agent) {
            try (var ballast = Files.newOutputStream(folder.resolve("disk/ballast"))) {
                var block = new byte[4096];
                while (true) ballast.write(block);
            } catch (IOException full) {
                // So it shall be.
            }
        }

        @Override
        void heal(Path folder, AgentProcess agent) {
            Folders.delete(folder.resolve("disk/ballast"));
        }

        @Override
        void tidyUp(Path folder) {
            Command.run("umount", disk(folder));
        }
    },

    READ_ONLY {
        @Override
        void prepare(Path folder, AgentProcess agent) {
            Command.run("mount", "--bind", disk(folder), disk(folder));
            Command.run("mount", "-o", "remount,bind,ro", disk(folder));
        }

        @Override
        void heal(Path folder, AgentProcess agent) {
            Command.run("umount", disk(folder));
        }

        @Override
        void tidyUp(Path folder) {
            if (Command.run("mount").contains(disk(folder))) Command.run("umount", disk(folder));
        }
    },

    /** What ext4 does by itself when it finds an error. */
    READ_ONLY_IN_USE {
        @Override
        void prepare(Path folder, AgentProcess agent) {
            FaultyDisk.make(folder.resolve("image"), "20M", folder.resolve("disk"));
        }

        @Override
        void strike(Path folder, AgentProcess agent) {
            FaultyDisk.fail(folder.resolve("disk"));
        }

        @Override
        void heal(Path folder, AgentProcess agent) {
            FaultyDisk.replace(folder.resolve("image"), folder.resolve("other"), folder.resolve("disk"));
        }

        @Override
        void tidyUp(Path folder) {
            FaultyDisk.leave(folder.resolve("disk"));
        }
    },

    /** Nothing reaches the device any more. */
    WRITES_FAIL {
        @Override
        void prepare(Path folder, AgentProcess agent) {
            FaultyDisk.make(folder.resolve("below.image"), "40M", folder.resolve("below"));
            FaultyDisk.make(folder.resolve("below/image"), "20M", folder.resolve("disk"));
        }

        @Override
        void strike(Path folder, AgentProcess agent) {
            FaultyDisk.fail(folder.resolve("below"));
        }

        @Override
        void heal(Path folder, AgentProcess agent) {
            FaultyDisk.replace(folder.resolve("below/image"), folder.resolve("other"), folder.resolve("disk"));
        }

        @Override
        void tidyUp(Path folder) {
            FaultyDisk.leave(folder.resolve("disk"));
            FaultyDisk.leave(folder.resolve("below"));
        }
    },

    /** As from {@code LimitFSIZE=} of systemd; SQLite hears of an input or output error. */
    FILES_TOO_LARGE {
        @Override
        void strike(Path folder, AgentProcess agent) {
            limit(agent, "8192:");
        }

        @Override
        void heal(Path folder, AgentProcess agent) {
            limit(agent, "unlimited:");
        }

        private static void limit(AgentProcess agent, String bytes) {
            Command.run("prlimit", "--pid", Long.toString(agent.pid()), "--fsize=" + bytes);
        }
    },

    NO_RIGHT {
        @Override
        void prepare(Path folder, AgentProcess agent) {
            // Root's right to write everywhere would hide it.
            if (System.getProperty("user.name").equals("root"))
                agent.startUnder(List.of("setpriv", "--bounding-set=-dac_override,-dac_read_search"));
            Command.run("chmod", "500", disk(folder));
        }

        @Override
        void heal(Path folder, AgentProcess agent) {
            Command.run("chmod", "700", disk(folder));
        }

        @Override
        void tidyUp(Path folder) {
            Command.run("chmod", "700", disk(folder));
        }
    };

    /** Before the agent starts; an AssertionError where this computer does not allow it. */
    void prepare(Path folder, AgentProcess agent) {}

    /** While the agent runs. */
    void strike(Path folder, AgentProcess agent) {}

    /** While the agent runs. */
    abstract void heal(Path folder, AgentProcess agent);

    void tidyUp(Path folder) {}

    private static String disk(Path folder) {
        return folder.resolve("disk").toString();
    }
}
