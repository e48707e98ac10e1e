package io.ringkey.query.profile;

import io.ringkey.query.Columns;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import javax.sql.DataSource;
import org.springframework.dao.OptimisticLockingFailureException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/** The table {@code profile}, written many rows at once. Plain SQL: JPA would write them one by one. */
@Component
class ProfileRows {

    private static final String COLUMNS = "account_id, phone, masked_phone, email, folded_email, city, folded_city,"
            + " telegram_id, avatar, invite_code, referral_code, role, blocked, created_at, erased, version";

    private static final String FROM = " FROM unnest(?::uuid[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[],"
            + " ?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::boolean[], ?::timestamptz[],"
            + " ?::boolean[], ?::bigint[]) AS n (" + COLUMNS + ")";

    private static final String FIND = "SELECT " + COLUMNS
            + " FROM read_model.profile WHERE account_id = ANY (?) ORDER BY account_id FOR NO KEY UPDATE";

    private static final String INSERT = "INSERT INTO read_model.profile (" + COLUMNS + ") SELECT " + COLUMNS + FROM
            + " ON CONFLICT (account_id) DO NOTHING";

    private static final String UPDATE = """
            UPDATE read_model.profile p
               SET phone = n.phone, masked_phone = n.masked_phone, email = n.email, folded_email = n.folded_email,
                   city = n.city, folded_city = n.folded_city, telegram_id = n.telegram_id, avatar = n.avatar,
                   invite_code = n.invite_code, referral_code = n.referral_code, role = n.role, blocked = n.blocked,
                   erased = n.erased, version = n.version
            """ + FROM + " WHERE p.account_id = n.account_id";

    private static final String COUNT = """
            UPDATE read_model.profile p SET referrals_total = p.referrals_total + n.more
              FROM unnest(?::uuid[], ?::bigint[]) AS n (account_id, more)
             WHERE p.account_id = n.account_id
            RETURNING p.account_id
            """;

    private final JdbcTemplate jdbc;

    ProfileRows(DataSource dataSource) {
        this.jdbc = new JdbcTemplate(dataSource);
    }

    /** Those that there are, kept from others until the transaction ends; not how many people they have brought. */
    Map<UUID, Profile> find(Collection<UUID> accounts) {
        var found = new HashMap<UUID, Profile>();
        jdbc.query(
                FIND,
                row -> {
                    Profile profile = read(row);
                    found.put(profile.accountId, profile);
                },
                (Object) accounts.toArray(UUID[]::new));
        return found;
    }

    void insert(List<Profile> profiles) {
        write(INSERT, profiles);
    }

    void update(List<Profile> profiles) {
        write(UPDATE, profiles);
    }

    /**
     * Counts people who were brought.
     *
     * @return who of these inviters there are
     */
    List<UUID> count(Map<UUID, Long> more) {
        return jdbc.queryForList(
                COUNT,
                UUID.class,
                more.keySet().toArray(UUID[]::new),
                more.values().toArray(Long[]::new));
    }

    private void write(String sql, List<Profile> profiles) {
        if (profiles.isEmpty()) {
            return;
        }
        int written = jdbc.update(
                sql,
                Columns.of(profiles)
                        .ids(profile -> profile.accountId)
                        .texts(profile -> profile.phone)
                        .texts(profile -> profile.maskedPhone)
                        .texts(profile -> profile.email)
                        .texts(profile -> profile.foldedEmail)
                        .texts(profile -> profile.city)
                        .texts(profile -> profile.foldedCity)
                        .texts(profile -> profile.telegramId)
                        .texts(profile -> profile.avatar)
                        .texts(profile -> profile.inviteCode)
                        .texts(profile -> profile.referralCode)
                        .texts(profile -> profile.role)
                        .flags(profile -> profile.blocked)
                        .times(profile -> profile.createdAt)
                        .flags(profile -> profile.erased)
                        .numbers(profile -> profile.version)
                        .parameters());
        if (written != profiles.size()) {
            throw new OptimisticLockingFailureException("another process takes in the same events");
        }
    }

    private static Profile read(ResultSet row) throws SQLException {
        var profile = new Profile(
                row.getObject("account_id", UUID.class),
                row.getObject("created_at", OffsetDateTime.class).toInstant(),
                row.getString("role"),
                row.getLong("version"));
        profile.phone = row.getString("phone");
        profile.maskedPhone = row.getString("masked_phone");
        profile.email = row.getString("email");
        profile.foldedEmail = row.getString("folded_email");
        profile.city = row.getString("city");
        profile.foldedCity = row.getString("folded_city");
        profile.telegramId = row.getString("telegram_id");
        profile.avatar = row.getString("avatar");
        profile.inviteCode = row.getString("invite_code");
        profile.referralCode = row.getString("referral_code");
        profile.blocked = row.getBoolean("blocked");
        profile.erased = row.getBoolean("erased");
        return profile;
    }
}
