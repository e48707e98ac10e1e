package io.ringkey.command.limit;

import io.ringkey.api.Ids;
import io.ringkey.api.limit.LimitEvent;
import io.ringkey.api.limit.LimitEvent.LimitRefused;
import io.ringkey.api.limit.LimitEvent.RefusalsCounted;
import io.ringkey.api.limit.LimitRule;
import io.ringkey.api.verification.NumberStreamId;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;
import org.axonframework.modelling.command.Repository;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Keeps refusals on record without letting whoever is refused fill it (I5): of a rule and day so many first ones, and
 * then sums. All of it in the transaction at hand.
 */
@Component
final class RefusalRecord {

    /** First refusals of a rule that are events of their own within a day. */
    static final int MOST_OF_A_DAY = 100;

    private final Repository<RuleDay> days;
    private final JdbcClient jdbc;
    private final Ids ids;

    RefusalRecord(Repository<RuleDay> days, DataSource dataSource, Ids ids) {
        this.days = days;
        this.jdbc = JdbcClient.create(dataSource);
        this.ids = ids;
    }

    void first(Refusal refusal, @Nullable NumberStreamId number, Instant now) {
        int marked = jdbc.sql("""
                        UPDATE command_state.limit_window SET recorded = true
                         WHERE rule = ? AND subject = ? AND started_at = ? AND NOT recorded
                        """)
                .params(
                        refusal.rule().name(),
                        refusal.subject(),
                        refusal.startedAt().atOffset(ZoneOffset.UTC))
                .update();
        if (marked == 0) {
            return;
        }
        roomFor(refusal.rule(), now).ifPresent(stream -> {
            append(new LimitRefused(
                    stream, refusal.rule(), number == null ? null : number.value(), now, refusal.until()));
            if (number != null) {
                noteWhereItStands(number, stream);
            }
        });
    }

    private void noteWhereItStands(NumberStreamId number, UUID stream) {
        jdbc.sql("INSERT INTO command_state.refusal_of_number (number_stream, stream_id) VALUES (?, ?)"
                        + " ON CONFLICT DO NOTHING")
                .params(number.value(), stream)
                .update();
    }

    /** Takes windows that are over out of the way; what they refused becomes one event for each rule and start. */
    int close(Instant now, int most) {
        List<Ended> ended = jdbc.sql("""
                        WITH ended AS (
                            DELETE FROM command_state.limit_window
                             WHERE (rule, subject, started_at) IN (
                                   SELECT rule, subject, started_at FROM command_state.limit_window
                                    WHERE ends_at <= ? LIMIT ? FOR UPDATE SKIP LOCKED)
                            RETURNING rule, started_at, ends_at, refused)
                        SELECT rule, started_at, ends_at, count(*) AS windows,
                               count(*) FILTER (WHERE refused > 0) AS subjects, sum(refused) AS refusals
                          FROM ended GROUP BY rule, started_at, ends_at
                        """)
                .params(now.atOffset(ZoneOffset.UTC), most)
                .query((row, number) -> new Ended(
                        LimitRule.valueOf(row.getString("rule")),
                        row.getObject("started_at", OffsetDateTime.class).toInstant(),
                        row.getObject("ends_at", OffsetDateTime.class).toInstant(),
                        row.getInt("windows"),
                        row.getInt("subjects"),
                        row.getLong("refusals")))
                .list();
        ended.stream()
                .filter(window -> window.refusals() > 0)
                .forEach(window -> append(new RefusalsCounted(
                        streamOf(window.rule(), now, 0).orElseThrow(),
                        window.rule(),
                        window.from(),
                        window.until(),
                        window.subjects(),
                        window.refusals())));
        jdbc.sql("DELETE FROM command_state.limit_member WHERE started_at <= ?")
                .param(now.atOffset(ZoneOffset.UTC).minusHours(1))
                .update();
        return ended.stream().mapToInt(Ended::windows).sum();
    }

    private record Ended(LimitRule rule, Instant from, Instant until, int windows, int subjects, long refusals) {}

    private Optional<UUID> roomFor(LimitRule rule, Instant now) {
        return streamOf(rule, now, 1);
    }

    private Optional<UUID> streamOf(LimitRule rule, Instant now, int more) {
        return jdbc.sql("""
                        INSERT INTO command_state.limit_stream AS s (rule, day, stream_id, recorded) VALUES (?, ?, ?, ?)
                        ON CONFLICT (rule, day) DO UPDATE SET recorded = s.recorded + excluded.recorded
                                WHERE s.recorded + excluded.recorded <= ?
                        RETURNING stream_id
                        """)
                .params(rule.name(), LocalDate.ofInstant(now, ZoneOffset.UTC), ids.next(), more, MOST_OF_A_DAY)
                .query(UUID.class)
                .optional();
    }

    private void append(LimitEvent event) {
        try {
            days.loadOrCreate(event.stream().toString(), RuleDay::new).execute(day -> day.happened(event));
        } catch (RuntimeException unchecked) {
            throw unchecked;
        } catch (Exception declaredByAxonAlone) {
            throw new IllegalStateException(declaredByAxonAlone);
        }
    }
}
