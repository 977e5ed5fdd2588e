package dev.sandpiper.agent.cli;

/**
 * What is said of one thing that was tried.
 *
 * @param sentence where it failed: what was found and what to do; else a detail, or nothing
 */
record ConnectVerdict(Result result, String sentence) {
    enum Result {
        OK("ok"),
        FAILED("FAILED"),
        /** It may well work; it cannot be seen from here. */
        UNKNOWN("unknown"),
        NOT_TRIED("not tried");

        private final String words;

        Result(String words) {
            this.words = words;
        }

        String words() {
            return words;
        }
    }

    static ConnectVerdict ok() {
        return ok("");
    }

    static ConnectVerdict ok(String detail) {
        return new ConnectVerdict(Result.OK, detail);
    }

    static ConnectVerdict failed(String sentence) {
        return new ConnectVerdict(Result.FAILED, sentence);
    }

    static ConnectVerdict unknown(String sentence) {
        return new ConnectVerdict(Result.UNKNOWN, sentence);
    }

    static ConnectVerdict notTried() {
        return new ConnectVerdict(Result.NOT_TRIED, "");
    }
}
