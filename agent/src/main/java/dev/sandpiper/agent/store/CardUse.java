package dev.sandpiper.agent.store;

import java.time.Duration;

/**
 * What an outage costs a card, and how long one fits into the outbox. The figures are those of {@code scripts/bench
 * outbox} (docs/decisions/0020-what-a-commit-writes.md) and of makers of cards (docs/operating.md).
 *
 * @param recordsASecond that come without a connection
 * @param payload of each as it is sent, in bytes
 * @param commitEvery zero commits each by itself
 * @param momentsASecond at which they come: those of one moment share a commit
 */
public record CardUse(double recordsASecond, double payload, Duration commitEvery, double momentsASecond) {
    /** Of the records that were measured, in bytes. */
    private static final double MEASURED_PAYLOAD = 143;

    /** What every payload begins with, and a row does not hold: time, run and number, in bytes. */
    private static final double BEGINNING = 62;

    /** A row of the outbox beside the rest: numbers, id, cell and page headers, pages that are not full. */
    private static final double ROW = 38;

    /** What a byte of the rest takes where it is names and numbers; a sentence takes up to one. */
    private static final double SHARE = 0.25;

    /** Written for one record that was measured, besides what its commit costs. */
    private static final double WRITTEN_A_RECORD = 112;

    /** Whole blocks of the log, and their way into the database. */
    private static final double WRITTEN_A_COMMIT = 7_580;

    /** The file system's journal with the files' dates, and the index of the log. */
    private static final double WRITTEN_A_JOURNAL = 30_200;

    private static final double JOURNALS_A_SECOND = 0.2;

    /** Micron's data sheet of the i300 says 120 TB for 128 GB; others say more, and cheap cards nothing. */
    private static final double ENDURANCE_OF_32_GB = 30e12;

    /** An assumption, and no maker tells: how much more a card writes inside than it is asked to, in small pieces. */
    private static final double AMPLIFICATION = 10;

    private static final double SECONDS_A_DAY = 86_400;
    private static final double DAYS_A_YEAR = 365.25;
    private static final Duration LONGEST = Duration.ofDays(36_500);

    /** Records that come one by one. */
    public CardUse(double recordsASecond, double payload, Duration commitEvery) {
        this(recordsASecond, payload, commitEvery, recordsASecond);
    }

    /** What one record takes in the outbox. */
    double bytesAtRest() {
        return bytesAtRest(payload);
    }

    private static double bytesAtRest(double payload) {
        return ROW + SHARE * Math.max(0, payload - BEGINNING);
    }

    /** What is written to the device for one record. */
    double bytesWritten() {
        return bytesWrittenASecond() / recordsASecond;
    }

    private double bytesWrittenASecond() {
        var commits = commitEvery.isZero() ? recordsASecond : Math.min(momentsASecond, 1e9 / commitEvery.toNanos());
        return commits * WRITTEN_A_COMMIT
                + Math.min(commits, JOURNALS_A_SECOND) * WRITTEN_A_JOURNAL
                + recordsASecond * WRITTEN_A_RECORD * bytesAtRest() / bytesAtRest(MEASURED_PAYLOAD);
    }

    /** What is written to the device in a day without a connection. */
    public double bytesWrittenADay() {
        return bytesWrittenASecond() * SECONDS_A_DAY;
    }

    /** How many years a card of 32 GB that is made for this takes, if there never is a connection. */
    public double yearsOf32Gigabytes() {
        return ENDURANCE_OF_32_GB / AMPLIFICATION / bytesWrittenADay() / DAYS_A_YEAR;
    }

    /** How long an outage may last before something is given up. */
    public Duration outage(long maxSize) {
        var seconds = new Division(maxSize).full() / (recordsASecond * bytesAtRest());
        return Duration.ofSeconds((long) Math.min(seconds, LONGEST.toSeconds()));
    }
}
