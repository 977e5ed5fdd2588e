package dev.sandpiper.agent.link;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.sandpiper.agent.link.Vigil.Turn;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class VigilTest {
    private long now = Long.MAX_VALUE - Duration.ofSeconds(20).toNanos();
    private final Vigil vigil = new Vigil(() -> now);

    private Turn after(int seconds) {
        now += Duration.ofSeconds(seconds).toNanos();
        return vigil.turn();
    }

    @Test
    void aBrokerIsAskedEveryHalfMinute() {
        assertEquals(Turn.LISTEN, after(29));
        assertEquals(Turn.ASK, after(1));
        vigil.heard();
        assertEquals(Turn.LISTEN, after(29));
        assertEquals(Turn.ASK, after(1));
    }

    @Test
    void oneThatIsSilentAfterThatIsGivenUp() {
        assertEquals(Turn.ASK, after(30));
        assertEquals(Turn.LISTEN, after(9));
        assertEquals(Turn.GIVE_UP, after(1));
    }

    @Test
    void anyWordOfItIsAnAnswer() {
        assertEquals(Turn.ASK, after(30));
        assertEquals(Turn.LISTEN, after(9));
        vigil.heard();
        assertEquals(Turn.LISTEN, after(20));
        assertEquals(Turn.ASK, after(1));
    }

    @Test
    void quietBeforeTheQuestionIsNoSilence() {
        assertEquals(Turn.ASK, after(3600));
    }
}
