package io.ringkey.command.account;

import io.ringkey.api.account.AccountId;
import io.ringkey.api.people.ProfileView;
import io.ringkey.api.people.ReferralItem;
import io.ringkey.web.position.ViewPositions;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.springframework.jdbc.BadSqlGrammarException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** Profiles for the answers to writes: from the view once it has seen the write, else from the person's own stream. */
@Component
final class ProfileReading {

    private static final String VIEW = "profiles";
    private static final Duration PATIENCE = Duration.ofSeconds(1);
    private static final TypeReference<List<ReferralItem>> REFERRALS = new TypeReference<>() {};

    private final JdbcClient jdbc;
    private final JsonMapper json;
    private final ViewPositions positions;
    private final EventStore events;

    ProfileReading(DataSource dataSource, JsonMapper json, ViewPositions positions, EventStore events) {
        this.jdbc = JdbcClient.create(dataSource);
        this.json = json;
        this.positions = positions;
        this.events = events;
    }

    /** Waits until the view has seen a write, but not for long. */
    boolean await(long position) {
        return position == 0 || positions.await(VIEW, position, PATIENCE);
    }

    /** The profile as clients see it now; nothing when there is no such person, or no more. */
    Optional<ProfileView> present(AccountId account) {
        return fromView(account).or(() -> fromStream(account));
    }

    /** The profile as it is after a write at this position. */
    Optional<ProfileView> after(long position, AccountId account) {
        return await(position) ? present(account) : fromStream(account);
    }

    private Optional<ProfileView> fromView(AccountId account) {
        try {
            return jdbc.sql("""
                            SELECT account_id, phone, email, city, telegram_id, avatar, invite_code, referral_code,
                                   referrals::text AS referrals, referrals_total, role, created_at, version
                              FROM read_model.profile_answer
                             WHERE account_id = ?
                            """)
                    .param(account.value())
                    .query((row, number) -> read(row))
                    .optional();
        } catch (BadSqlGrammarException noViewYet) {
            // The reading side has not been started against this database.
            return Optional.empty();
        }
    }

    private ProfileView read(ResultSet row) throws SQLException {
        return new ProfileView(
                row.getObject("account_id", UUID.class),
                row.getString("phone"),
                row.getString("email"),
                row.getString("city"),
                row.getString("telegram_id"),
                row.getString("avatar"),
                row.getString("invite_code"),
                row.getString("referral_code"),
                json.readValue(row.getString("referrals"), REFERRALS),
                row.getLong("referrals_total"),
                row.getString("role"),
                row.getObject("created_at", OffsetDateTime.class).toInstant(),
                row.getLong("version"));
    }

    private Optional<ProfileView> fromStream(AccountId account) {
        var profile = new StreamedProfile();
        events.readEvents(account.toString())
                .forEachRemaining(event -> profile.take(event.getPayload(), event.getSequenceNumber()));
        Optional<ProfileView> seen = fromView(account);
        return profile.view(
                seen.map(ProfileView::referrals).orElse(List.of()),
                seen.map(ProfileView::referralsTotal).orElse(0L));
    }
}
