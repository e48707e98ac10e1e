package io.ringkey.query.referral;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.RowMapper;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Who brought most. What was revoked does not count. */
@Component
class Leaders {

    private static final String OF_ALL_TIME = """
            SELECT account_id, masked_phone, city, referrals_total, referrals_total AS brought
              FROM read_model.profile
             WHERE referrals_total > 0 AND NOT erased
               AND (referrals_total, account_id) < (?, ?)
             ORDER BY referrals_total DESC, account_id DESC
             LIMIT ?
            """;
    private static final String SINCE = """
            SELECT p.account_id, p.masked_phone, p.city, p.referrals_total, r.brought
              FROM (SELECT inviter_id, count(*) AS brought
                      FROM read_model.referral WHERE applied_at >= ? GROUP BY inviter_id) r
              JOIN read_model.profile p ON p.account_id = r.inviter_id
             WHERE NOT p.erased AND (r.brought, p.account_id) < (?, ?)
             ORDER BY r.brought DESC, p.account_id DESC
             LIMIT ?
            """;
    private static final RowMapper<Leader> LEADER = (row, number) -> new Leader(
            row.getObject("account_id", UUID.class),
            row.getString("masked_phone"),
            row.getString("city"),
            row.getLong("brought"),
            row.getLong("referrals_total"));

    private final JdbcClient jdbc;

    Leaders(DataSource dataSource) {
        this.jdbc = JdbcClient.create(dataSource);
    }

    /**
     * Somebody who brought people.
     *
     * @param phone masked
     * @param brought how many in the time that was asked about
     * @param referralsTotal how many in all
     */
    record Leader(
            UUID userId, @Nullable String phone, @Nullable String city, long brought, long referralsTotal) {}

    /**
     * Those who brought most, after one who brought so many.
     *
     * @param since from when on, or {@code null} for the whole time
     */
    List<Leader> most(@Nullable Instant since, long brought, UUID id, int limit) {
        return since == null
                ? jdbc.sql(OF_ALL_TIME).params(brought, id, limit).query(LEADER).list()
                : jdbc.sql(SINCE)
                        .params(since.atOffset(ZoneOffset.UTC), brought, id, limit)
                        .query(LEADER)
                        .list();
    }
}
