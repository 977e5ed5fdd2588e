package dev.sandpiper.agent.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.UserDefinedFileAttributeView;
import java.util.List;
import java.util.Optional;

/**
 * What the outbox's folder knows of runs by itself, as an extended attribute: an old copy of the database that is put
 * back does not know which numbers were used since. At the folder and not at the file: to open and close that would take
 * SQLite's locks away.
 *
 * @param run the last one begun here
 * @param born when the folder was made; a copy of it was made later
 * @param card the number of the card or disk it is on; a copied card has another
 */
record Mark(long run, String born, String card) {
    private static final String NAME = "sandpiper.run";
    private static final String UNKNOWN = "-";
    private static final List<String> SERIALS = List.of("device/cid", "device/serial", "serial", "device/wwid", "wwid");

    /** What the folder shows; empty where it has no mark. */
    static Optional<Mark> at(Path folder) {
        try {
            var view = view(folder);
            var bytes = ByteBuffer.allocate(view.size(NAME));
            view.read(NAME, bytes);
            var parts = new String(bytes.array(), StandardCharsets.UTF_8).split(" ");
            return Optional.of(new Mark(Long.parseLong(parts[0]), parts[1], parts[2]));
        } catch (IOException | RuntimeException absent) {
            return Optional.empty();
        }
    }

    /** What it would show if this run began here now. */
    static Mark of(long run, Path folder, Path sys) {
        return new Mark(run, born(folder), card(folder, sys));
    }

    /** False where the file system has no such attributes. */
    boolean write(Path folder) {
        try {
            var text = run + " " + born + " " + card;
            view(folder).write(NAME, ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
            return true;
        } catch (IOException | RuntimeException refused) {
            return false;
        }
    }

    /** Whether it was made in this very folder on this very card, as far as both can be known. */
    boolean isAtHome(Path folder, Path sys) {
        return same(born, born(folder)) && same(card, card(folder, sys));
    }

    private static boolean same(String then, String now) {
        return then.equals(now) || then.equals(UNKNOWN) || now.equals(UNKNOWN);
    }

    private static UserDefinedFileAttributeView view(Path folder) throws IOException {
        var view = Files.getFileAttributeView(folder, UserDefinedFileAttributeView.class);
        if (view == null) throw new IOException("no extended attributes");
        return view;
    }

    // Java shows the time of the last change where the file system does not know the time of birth.
    private static String born(Path folder) {
        try {
            var times = Files.readAttributes(folder, BasicFileAttributes.class);
            return times.creationTime().equals(times.lastModifiedTime())
                    ? UNKNOWN
                    : times.creationTime().toString();
        } catch (IOException unknown) {
            return UNKNOWN;
        }
    }

    private static String card(Path folder, Path sys) {
        try {
            var device = ((Number) Files.getAttribute(folder, "unix:dev")).longValue();
            var number = ((device >> 8) & 0xFFF) + ":" + ((device & 0xFF) | ((device >> 12) & 0xFFF00));
            var partition = sys.resolve("dev/block").resolve(number).toRealPath();
            for (var place : List.of(partition, partition.getParent()))
                for (var serial : SERIALS)
                    if (Files.isReadable(place.resolve(serial)))
                        return Files.readString(place.resolve(serial)).strip().replace(' ', '_');
            return UNKNOWN;
        } catch (IOException | RuntimeException unknown) {
            return UNKNOWN;
        }
    }
}
