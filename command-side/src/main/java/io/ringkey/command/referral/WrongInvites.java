package io.ringkey.command.referral;

import io.ringkey.api.account.AccountId;
import io.ringkey.web.settings.Setting;
import io.ringkey.web.settings.Settings;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * How many wrong invite codes a person may try within any 24 hours (I3). Rows in the transaction of the command at hand,
 * one a person, locked from the look at it until the commit: what is let through is never more than the limit, on however
 * many processes.
 */
@Component
final class WrongInvites {

    private static final Logger LOG = LoggerFactory.getLogger(WrongInvites.class);
    private static final Duration WINDOW = Duration.ofDays(1);

    private final JdbcClient jdbc;
    private final InstantSource clock;
    private final int most;

    WrongInvites(DataSource dataSource, Clock clock, Settings settings) {
        this.jdbc = JdbcClient.create(dataSource);
        this.clock = clock;
        this.most = settings.flag(Setting.LIMITS) ? settings.number(Setting.WRONG_INVITES_PER_DAY) : 0;
        if (settings.number(Setting.WRONG_INVITES_PER_DAY) == 0) {
            LOG.warn("{}=0: invite codes can be tried without limit", Setting.WRONG_INVITES_PER_DAY.variable());
        }
    }

    /** How long this person has to wait before another code is looked at; nothing where it is looked at now. */
    Optional<Duration> waitBefore(AccountId account) {
        if (most == 0) {
            return Optional.empty();
        }
        Instant now = clock.instant();
        return oldestOfTheLast(account)
                .map(first -> Duration.between(now, first.plus(WINDOW)))
                .filter(Duration::isPositive);
    }

    /** Counts a wrong code, after {@link #waitBefore} had nothing against it. */
    void count(AccountId account) {
        if (most == 0) {
            return;
        }
        OffsetDateTime now = clock.instant().atOffset(ZoneOffset.UTC);
        jdbc.sql("""
                UPDATE command_state.wrong_invite
                   SET tried_at = ARRAY(SELECT t FROM unnest(tried_at) t WHERE t > ? ORDER BY t) || ?::timestamptz
                 WHERE account_id = ?
                """).params(now.minus(WINDOW), now, account.value()).update();
    }

    /** Of no more use: the person has applied a code for good, or is gone. */
    void forget(AccountId account) {
        jdbc.sql("DELETE FROM command_state.wrong_invite WHERE account_id = ?")
                .param(account.value())
                .update();
    }

    /** When the first of the newest so many wrong ones was tried, if there were so many. */
    private Optional<Instant> oldestOfTheLast(AccountId account) {
        return jdbc.sql("""
                INSERT INTO command_state.wrong_invite AS w (account_id) VALUES (?)
                ON CONFLICT (account_id) DO UPDATE SET account_id = excluded.account_id
                RETURNING (SELECT t FROM unnest(w.tried_at) t ORDER BY t DESC OFFSET ? LIMIT 1)
                """)
                .params(account.value(), most - 1)
                .query((row, number) -> Optional.ofNullable(row.getObject(1, OffsetDateTime.class)))
                .single()
                .map(OffsetDateTime::toInstant);
    }
}
