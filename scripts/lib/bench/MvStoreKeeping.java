import java.nio.file.Path;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

/** H2's MVStore as it comes, but that it commits when asked to. */
@NullMarked
final class MvStoreKeeping implements Keeping {
    private static final int DELETED_AT_ONCE = 2000;

    private @Nullable MVStore store;
    private @Nullable MVMap<Long, byte[]> kept;

    @Override
    public long open(Path folder) {
        var opened = store = new MVStore.Builder()
                .fileName(folder.resolve("outbox.mv").toString())
                .autoCommitDisabled()
                .open();
        MVMap<Long, byte[]> map = kept = opened.openMap("kept");
        if (!map.isEmpty()) map.get(map.firstKey());
        return map.sizeAsLong();
    }

    @Override
    public void add(long number) {
        kept().put(number, Keeping.payload(number));
    }

    @Override
    public void commit() {
        store().commit();
        store().sync();
    }

    @Override
    public void drain() {
        while (!kept().isEmpty()) {
            for (var each = 0; each < DELETED_AT_ONCE && !kept().isEmpty(); each++)
                kept().remove(kept().firstKey());
            commit();
        }
    }

    @Override
    public void close() {
        store().close();
    }

    private MVStore store() {
        if (store == null) throw new IllegalStateException("not opened");
        return store;
    }

    private MVMap<Long, byte[]> kept() {
        if (kept == null) throw new IllegalStateException("not opened");
        return kept;
    }
}
