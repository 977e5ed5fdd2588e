package dev.sandpiper.agent.payload;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FormatTest {
    private static final String MEMBERS = "\"ts\":\"2026-11-23T06:15:04.120Z\",\"run\":1,\"seq\":2,\"count\":3";

    @ParameterizedTest
    @EnumSource
    void aRecordCarriesItsFormatAndLosesItAgain(Format format) {
        var marked = format.marked(MEMBERS);
        assertEquals(format, Format.of(marked));
        assertEquals(format, Format.of("{" + marked + "}"));
        assertEquals("{" + MEMBERS + "}", Format.unmarked("{" + marked + "}"));
    }

    /** A chip's name may say anything, and quotes in it are written with a backslash. */
    @ParameterizedTest
    @EnumSource
    void aTextThatLooksLikeAMarkIsNone(Format format) {
        var text = MEMBERS + ",\"name\":\"x,\\\"@\\\":1\"";
        assertEquals(Format.JSON, Format.of("{" + text + "}"));
        assertEquals(format, Format.of("{" + format.marked(text) + "}"));
    }

    @ParameterizedTest
    @EnumSource
    void onlyWhatIsLateInOneFormatLeavesTogether(Format format) {
        var record = "{" + format.marked(MEMBERS) + "}";
        assertTrue(Payloads.together(record, record));
        assertEquals(format != Format.SENML, Payloads.together(record, "{" + MEMBERS + "}"));
    }
}
