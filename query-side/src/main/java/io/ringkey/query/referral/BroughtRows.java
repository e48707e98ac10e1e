package io.ringkey.query.referral;

import io.ringkey.api.referral.ReferralEvent.InviteApplied;
import io.ringkey.query.Columns;
import java.util.List;
import javax.sql.DataSource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/** Writes who was brought, many rows at once, which JPA would write one by one. */
@Component
class BroughtRows {

    private static final String ADD = """
            INSERT INTO read_model.referral (applicant_id, inviter_id, applied_at)
            SELECT * FROM unnest(?::uuid[], ?::uuid[], ?::timestamptz[])
            ON CONFLICT DO NOTHING
            """;

    private final JdbcTemplate jdbc;

    BroughtRows(DataSource dataSource) {
        this.jdbc = new JdbcTemplate(dataSource);
    }

    void add(List<InviteApplied> applied) {
        if (!applied.isEmpty()) {
            jdbc.update(
                    ADD,
                    Columns.of(applied)
                            .ids(InviteApplied::account)
                            .ids(InviteApplied::inviter)
                            .times(InviteApplied::appliedAt)
                            .parameters());
        }
    }
}
