package io.ringkey.command.inspection;

import io.ringkey.api.Ids;
import io.ringkey.api.account.AccountId;
import io.ringkey.api.inspection.InspectionEvent;
import io.ringkey.api.inspection.InspectionEvent.DeadLetterDiscarded;
import io.ringkey.api.inspection.InspectionEvent.Looked;
import io.ringkey.command.dispatch.Commands;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.axonframework.commandhandling.CommandHandler;
import org.axonframework.modelling.command.Repository;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * Puts on record what staff looked at (A7), and what they gave up: whoever showed it to them has left a row, and could
 * make no event.
 */
@Component
final class RecordLooks {

    private static final Logger LOG = LoggerFactory.getLogger(RecordLooks.class);
    private static final int AT_ONCE = 500;

    private final Commands commands;
    private final JdbcClient jdbc;
    private final InstantSource clock;

    RecordLooks(Commands commands, DataSource dataSource, Clock clock) {
        this.commands = commands;
        this.jdbc = JdbcClient.create(dataSource);
        this.clock = clock;
    }

    record RecordSome(AccountId by) {}

    /** Apart, since whoever sends commands cannot be asked for while their handlers are looked for. */
    @Component
    static final class Handler {

        private final Repository<Looks> streams;
        private final JdbcClient jdbc;
        private final Ids ids;

        Handler(Repository<Looks> streams, DataSource dataSource, Ids ids) {
            this.streams = streams;
            this.jdbc = JdbcClient.create(dataSource);
            this.ids = ids;
        }

        @CommandHandler
        int handle(RecordSome command) {
            UUID stream = ids.next();
            UUID by = command.by().value();
            List<InspectionEvent> looks = jdbc.sql("""
                            WITH taken AS (
                                UPDATE command_state.audit_inbox SET recorded = true
                                 WHERE ctid = ANY (ARRAY(
                                       SELECT ctid FROM command_state.audit_inbox
                                        WHERE account_id = ? AND NOT recorded
                                        ORDER BY looked_at LIMIT ? FOR UPDATE SKIP LOCKED))
                                RETURNING what, about, looked_at, discarded_from, discarded_event, reason)
                            SELECT * FROM taken ORDER BY looked_at
                            """)
                    .params(by, AT_ONCE)
                    .query((row, number) -> event(stream, by, row))
                    .list();
            if (!looks.isEmpty()) {
                begin(looks);
            }
            return looks.size();
        }

        private static InspectionEvent event(UUID stream, UUID by, ResultSet row) throws SQLException {
            Instant at = row.getObject("looked_at", OffsetDateTime.class).toInstant();
            String projection = row.getString("discarded_from");
            return projection == null
                    ? new Looked(stream, by, row.getString("what"), row.getString("about"), at)
                    : new DeadLetterDiscarded(
                            stream,
                            by,
                            projection,
                            row.getObject("discarded_event", UUID.class),
                            row.getString("reason"),
                            at);
        }

        private void begin(List<InspectionEvent> looks) {
            try {
                streams.newInstance(() -> new Looks(looks));
            } catch (RuntimeException unchecked) {
                throw unchecked;
            } catch (Exception declaredByAxonAlone) {
                throw new IllegalStateException(declaredByAxonAlone);
            }
        }
    }

    @Scheduled(initialDelay = 2, fixedDelay = 2, timeUnit = TimeUnit.SECONDS)
    void round() {
        try {
            record();
            forget();
        } catch (RuntimeException away) {
            LOG.warn("looks cannot be recorded now: {}", away.getClass().getSimpleName());
        }
    }

    int record() {
        int all = 0;
        for (AccountId by : waiting()) {
            int some;
            do {
                some = commands.send(new RecordSome(by), Integer.class, by).outcome();
                all += some;
            } while (some == AT_ONCE);
        }
        return all;
    }

    private List<AccountId> waiting() {
        return jdbc.sql("SELECT DISTINCT account_id FROM command_state.audit_inbox WHERE NOT recorded")
                .query((row, number) -> new AccountId(row.getObject(1, UUID.class)))
                .list();
    }

    /** Until its hour is over, a row keeps the same look from being recorded again. */
    int forget() {
        return jdbc.sql("DELETE FROM command_state.audit_inbox WHERE recorded AND hour < ?")
                .param(clock.instant().truncatedTo(ChronoUnit.HOURS).atOffset(ZoneOffset.UTC))
                .update();
    }
}
