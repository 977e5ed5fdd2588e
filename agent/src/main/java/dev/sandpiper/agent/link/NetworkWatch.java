package dev.sandpiper.agent.link;

import dev.sandpiper.agent.link.Network.Sight;
import dev.sandpiper.agent.loop.Time;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Optional;

/** Looks at the device's own network now and then, and tells what has changed. */
final class NetworkWatch {
    private final Network network;
    private final Time time;
    private Optional<Sight> last;
    private long lookedAt;
    /** The device's address of the present connection, once it was seen; empty when it has none or cannot be seen. */
    private Optional<InetAddress> own = Optional.empty();

    private int lacking;

    NetworkWatch(Network network, Time time) {
        this.network = network;
        this.time = time;
        this.last = network.look();
        this.lookedAt = time.nanos();
    }

    /** What a look showed. */
    enum News {
        NONE,
        /** The network is another one than before. */
        OTHER,
        /** As {@link #OTHER}, and there is something by which a broker might be reached that was not there before. */
        MORE,
        /** The address that the connection goes out from is not there, for the second time. */
        CUT_OFF
    }

    /** A connection was made from this address of the device; what is there now is where it was made. */
    void connectedFrom(Optional<InetAddress> address) {
        last = network.look();
        lookedAt = time.nanos();
        own = address.filter(each -> last.isPresent() && last.get().addresses().contains(each));
        lacking = 0;
    }

    /** Looks, if the last look is so old. */
    News look(Duration every) {
        if (time.since(lookedAt).compareTo(every) < 0) return News.NONE;
        lookedAt = time.nanos();
        var now = network.look();
        if (now.isEmpty()) return News.NONE;
        var before = last.orElse(now.get());
        last = now;
        return news(before, now.get());
    }

    private News news(Sight before, Sight now) {
        lacking = own.isEmpty() || now.addresses().contains(own.get()) ? 0 : lacking + 1;
        if (lacking >= 2) return News.CUT_OFF;
        if (now.offersMoreThan(before)) return News.MORE;
        var same = now.routes().equals(before.routes()) && now.carriers().equals(before.carriers());
        return same && lacking == 0 ? News.NONE : News.OTHER;
    }

    /** The address that is gone. */
    String lost() {
        return own.map(InetAddress::getHostAddress).orElse("its address");
    }
}
