package io.ringkey.web.access;

import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The rows in {@code command_state.audit_inbox}. Whoever reads may add to them, and not look at them or take away. */
final class JdbcInspectionInbox implements InspectionInbox {

    private static final String DISCARD = "discard";

    private final JdbcClient database;

    JdbcInspectionInbox(JdbcClient database) {
        this.database = database;
    }

    @Override
    public void put(Look look) {
        database.sql("""
                        insert into command_state.audit_inbox (account_id, what, about, hour, looked_at)
                        values (?, ?, ?, ?, ?)
                        on conflict do nothing
                        """)
                .params(look.by().value(), look.what())
                .param(look.about())
                .params(
                        look.at().truncatedTo(ChronoUnit.HOURS).atOffset(ZoneOffset.UTC),
                        look.at().atOffset(ZoneOffset.UTC))
                .update();
    }

    @Override
    public void put(Discard discard) {
        database.sql("""
                        insert into command_state.audit_inbox
                               (account_id, what, about, hour, looked_at, discarded_from, discarded_event, reason)
                        values (?, ?, ?, ?, ?, ?, ?, ?)
                        on conflict do nothing
                        """)
                .params(
                        discard.by().value(),
                        DISCARD,
                        discard.letter(),
                        discard.at().truncatedTo(ChronoUnit.HOURS).atOffset(ZoneOffset.UTC),
                        discard.at().atOffset(ZoneOffset.UTC),
                        discard.projection(),
                        discard.event(),
                        discard.reason())
                .update();
    }
}
