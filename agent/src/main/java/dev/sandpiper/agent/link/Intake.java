package dev.sandpiper.agent.link;

import dev.sandpiper.agent.link.LinkEvent.Arrived;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * Bounds what has come in and waits for its turn, by what it weighs: beyond that the connection is not read any further,
 * until the broker cannot send, and keeps what it has.
 */
final class Intake {
    /** Bytes on the way to the link's lane. */
    private static final long MOST = 1 << 20;
    /** Of a message beside its topic and payload. */
    private static final long OVERHEAD = 256;

    private final Consumer<Runnable> lane;
    private final BooleanSupplier userHasRoom;
    private final AtomicLong waiting = new AtomicLong();
    private final AtomicBoolean heldBack = new AtomicBoolean();

    /**
     * @param lane runs a task on the link's lane; called by any thread
     * @param userHasRoom whether what is handed to the user finds room; asked by any thread
     */
    Intake(Consumer<Runnable> lane, BooleanSupplier userHasRoom) {
        this.lane = lane;
        this.userHasRoom = userHasRoom;
    }

    /** Brings what happens on a connection to the link's lane. */
    Transport.Listener towards(Consumer<LinkEvent> taker) {
        return new Transport.Listener() {
            @Override
            public void accept(LinkEvent event) {
                waiting.addAndGet(weightOf(event));
                lane.accept(() -> {
                    waiting.addAndGet(-weightOf(event));
                    taker.accept(event);
                });
            }

            @Override
            public boolean hasRoom() {
                var room = waiting.get() <= MOST && userHasRoom.getAsBoolean();
                if (!room) heldBack.set(true);
                return room;
            }
        };
    }

    /** Whether reading was held back since this was last asked: then the broker cannot be blamed for its silence. */
    boolean heldBack() {
        return heldBack.getAndSet(false);
    }

    private static long weightOf(LinkEvent event) {
        return event instanceof Arrived message ? OVERHEAD + message.topic().length() + message.payload().length : 0;
    }
}
