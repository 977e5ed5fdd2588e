package dev.sandpiper.agent.payload;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.sandpiper.agent.payload.SenmlResolver.Refused;
import java.math.BigDecimal;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The judge of the other tests, against examples that RFC 8428 prints. */
class SenmlResolverTest {
    private static final BigDecimal NOW = new BigDecimal("1500000000");

    private static List<String> resolved(String pack) {
        return new SenmlResolver(NOW)
                .resolve(pack).stream().map(Object::toString).toList();
    }

    @Test
    void aSinglePointIsOfNow() { // section 5.1.1
        assertEquals(
                List.of("1500000000 urn:dev:ow:10e2073a01080063 23.1 Cel"),
                resolved("[{\"n\":\"urn:dev:ow:10e2073a01080063\",\"u\":\"Cel\",\"v\":23.1}]"));
    }

    @Test
    void timesCountFromTheBaseAndTheUnitOfTheBaseHoldsWhereThereIsNoOther() { // section 5.1.2
        assertEquals(
                List.of(
                        "1276020076.001 urn:dev:ow:10e2073a01080063:voltage 120.1 V",
                        "1276020071.001 urn:dev:ow:10e2073a01080063:current 1.2 A",
                        "1276020072.001 urn:dev:ow:10e2073a01080063:current 1.3 A"),
                resolved("""
                        [{"bn":"urn:dev:ow:10e2073a01080063:","bt":1.276020076001e+09,"bu":"A",
                          "n":"voltage","u":"V","v":120.1},
                         {"n":"current","t":-5,"v":1.2},{"n":"current","t":-4,"v":1.3}]
                        """));
    }

    @Test
    void theResolvedFormOfSeveralMeasurementsIsThePrintedOne() { // sections 5.1.3 and 5.1.4
        assertEquals(
                List.of(
                        "1320067464 urn:dev:ow:10e2073a01080063 20 %RH",
                        "1320067464 urn:dev:ow:10e2073a01080063 24.30621 lon",
                        "1320067524 urn:dev:ow:10e2073a01080063 20.3 %RH",
                        "1320067614 urn:dev:ow:10e2073a01080063 98 %EL"),
                resolved("""
                        [{"bn":"urn:dev:ow:10e2073a01080063","bt":1.320067464e+09,"bu":"%RH","v":20},
                         {"u":"lon","v":24.30621},{"t":60,"v":20.3},{"u":"%EL","t":150,"v":98}]
                        """));
    }

    @Test
    void aSecondBaseNameLeavesTheBaseTimeInForce() { // section 5.1.6
        assertEquals(
                List.of("1320078429 2001:db8::2/humidity 30 %RH", "1320078429 2001:db8::1/temperature 12.3 Cel"),
                resolved("""
                        [{"bn":"2001:db8::2/","bt":1.320078429e+09,"n":"humidity","u":"%RH","v":30},
                         {"bn":"2001:db8::1/","n":"temperature","u":"Cel","v":12.3}]
                        """));
    }

    @Test
    void textsAndFlagsAreValuesToo() { // section 5.1.5
        assertEquals(
                List.of(
                        "1500000000 urn:dev:ow:10e2073a01080063:label \"Machine Room\"",
                        "1500000000 urn:dev:ow:10e2073a01080063:open false"),
                resolved("""
                        [{"bn":"urn:dev:ow:10e2073a01080063:","n":"label","vs":"Machine Room"},{"n":"open","vb":false}]
                        """));
    }

    @Test
    void whatIsAgainstTheRulesIsRefused() {
        assertThrows(Refused.class, () -> resolved("[{\"n\":\"a b\",\"v\":1}]"), "section 4.5.1");
        assertThrows(Refused.class, () -> resolved("[{\"n\":\"_a\",\"v\":1}]"), "section 4.5.1");
        assertThrows(Refused.class, () -> resolved("[{\"n\":\"a\",\"v\":1,\"x_\":1}]"), "section 4.4");
        assertThrows(Refused.class, () -> resolved("[{\"bver\":11,\"n\":\"a\",\"v\":1}]"), "section 4.4");
        assertThrows(Refused.class, () -> resolved("[{\"n\":\"a\",\"v\":1,\"vb\":true}]"), "section 4.2");
    }
}
