package io.ringkey.command.limit;

import static io.ringkey.command.limit.SendWindows.day;

import io.ringkey.api.limit.LimitRule;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Keeps whoever tries a few codes each on very many numbers from finding one that fits: wrong codes of a day are counted
 * over all numbers, and when they are too many, codes grow for everybody who is not recognised (C21).
 */
@Component
final class Spraying {

    private static final int SIX = 6;
    private static final int EIGHT = 8;
    private static final int PER_CENT_OF_SIGN_INS = 2;
    /** So old may the count of the day's sign-ins be that raises the limit. */
    private static final Duration FRESH = Duration.ofSeconds(10);

    /**
     * So long nobody asks again whether codes must grow, after there was not half of what would make them grow. A wrong
     * code is counted exactly all the same, and too many are not looked at.
     */
    private static final Duration CALM = Duration.ofMillis(100);

    private static final int FAR = 2;

    private static final byte[] EVERYBODY = {};

    private final JdbcClient jdbc;
    private final LimitSettings settings;
    private volatile SignIns signIns = new SignIns(0, Instant.MIN);
    private volatile long calmUntil = System.nanoTime();

    private record SignIns(int count, Instant countedAt) {}

    Spraying(DataSource dataSource, LimitSettings settings) {
        this.jdbc = JdbcClient.create(dataSource);
        this.settings = settings;
    }

    int shortestCode(Instant now) {
        long asked = System.nanoTime();
        if (asked - calmUntil < 0) {
            return 0;
        }
        int shortest = 0;
        boolean calm = true;
        for (Used used : usedToday(now)) {
            calm &= used.count() < base(used.rule()) / FAR;
            if (used.count() >= base(used.rule()) && used.count() >= most(used.rule(), now)) {
                shortest = Math.max(shortest, used.rule() == LimitRule.SPRAYED_SIX_DIGITS ? EIGHT : SIX);
            }
        }
        if (calm) {
            calmUntil = asked + CALM.toNanos();
        }
        return shortest;
    }

    /** In the transaction at hand, so that it counts if and only if the wrong code is on record. */
    Optional<Refusal> count(int length, Instant now) {
        if (length >= EIGHT) {
            return Optional.empty();
        }
        calmUntil = System.nanoTime();
        LimitRule rule = length < SIX ? LimitRule.SPRAYED_SHORT_CODES : LimitRule.SPRAYED_SIX_DIGITS;
        int counted = jdbc.sql("""
                        INSERT INTO command_state.limit_window AS w (rule, subject, started_at, ends_at, used)
                        VALUES (?, ?, ?, ?, 1)
                        ON CONFLICT (rule, subject, started_at) DO UPDATE SET used = w.used + 1 WHERE w.used < ?
                        """)
                .params(rule.name(), EVERYBODY, day(now), day(now).plusDays(1), most(rule, now))
                .update();
        return counted == 1 ? Optional.empty() : Optional.of(refused(rule, now));
    }

    /** On the connection that holds the row already: another would wait for it. */
    private Refusal refused(LimitRule rule, Instant now) {
        return jdbc.sql("SELECT w.* FROM command_state.refuse(command_state.open_window(?, ?, ?, '1 day')) w")
                .params(rule.name(), EVERYBODY, day(now))
                .query(SendWindows::refusal)
                .single();
    }

    private record Used(LimitRule rule, int count) {}

    private List<Used> usedToday(Instant now) {
        return jdbc.sql("""
                        SELECT rule, used FROM command_state.limit_window
                         WHERE rule IN ('SPRAYED_SHORT_CODES', 'SPRAYED_SIX_DIGITS') AND subject = '' AND started_at = ?
                        """)
                .param(day(now))
                .query((row, number) -> new Used(LimitRule.valueOf(row.getString("rule")), row.getInt("used")))
                .list();
    }

    private int most(LimitRule rule, Instant now) {
        return rule == LimitRule.SPRAYED_SHORT_CODES
                ? Math.max(base(rule), signInsToday(now) * PER_CENT_OF_SIGN_INS / 100)
                : base(rule);
    }

    private int base(LimitRule rule) {
        int most = rule == LimitRule.SPRAYED_SHORT_CODES ? settings.sprayedShortCodes() : settings.sprayedSixDigits();
        return most == 0 ? Integer.MAX_VALUE : most;
    }

    private int signInsToday(Instant now) {
        SignIns known = signIns;
        if (known.countedAt().isBefore(now.minus(FRESH)) || known.countedAt().isAfter(now)) {
            int count = jdbc.sql("SELECT count(*) FROM command_state.session WHERE signed_in_at >= ?")
                    .param(day(now))
                    .query(Integer.class)
                    .single();
            known = new SignIns(count, now);
            signIns = known;
        }
        return known.count();
    }
}
