package io.ringkey.command.avatar;

import io.ringkey.api.Randomness;
import io.ringkey.api.account.AccountId;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.Optional;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Pictures as rows. */
@Component
final class JdbcAvatars implements Avatars {

    private static final int NAME_BYTES = 16;
    private static final Duration UNSHOWN_FOR = Duration.ofHours(1);

    private final JdbcClient jdbc;
    private final Randomness randomness;
    private final Clock clock;

    JdbcAvatars(DataSource dataSource, Randomness randomness, Clock clock) {
        this.jdbc = JdbcClient.create(dataSource);
        this.randomness = randomness;
        this.clock = clock;
    }

    @Override
    public String keep(AccountId owner, Picture picture) {
        Instant now = clock.instant();
        jdbc.sql("DELETE FROM command_state.avatar WHERE NOT current AND made_at < ?")
                .param(now.minus(UNSHOWN_FOR).atOffset(ZoneOffset.UTC))
                .update();
        String name = Base64.getUrlEncoder().withoutPadding().encodeToString(randomness.bytes(NAME_BYTES));
        jdbc.sql(
                        "INSERT INTO command_state.avatar (name, account_id, media_type, picture, made_at) VALUES (?, ?, ?, ?, ?)")
                .params(name, owner.value(), picture.mediaType(), picture.bytes(), now.atOffset(ZoneOffset.UTC))
                .update();
        return name;
    }

    @Override
    public Optional<String> shownOf(AccountId owner) {
        return jdbc.sql("SELECT name FROM command_state.avatar WHERE account_id = ? AND current")
                .param(owner.value())
                .query(String.class)
                .optional();
    }

    @Override
    public void show(AccountId owner, String name) {
        jdbc.sql("DELETE FROM command_state.avatar WHERE account_id = ? AND current AND name <> ?")
                .params(owner.value(), name)
                .update();
        int shown = jdbc.sql("UPDATE command_state.avatar SET current = true WHERE account_id = ? AND name = ?")
                .params(owner.value(), name)
                .update();
        if (shown != 1) {
            throw new IllegalStateException("no such picture was kept");
        }
    }

    @Override
    public void discard(String name) {
        jdbc.sql("DELETE FROM command_state.avatar WHERE name = ? AND NOT current")
                .param(name)
                .update();
    }

    @Override
    public void deleteAllOf(AccountId owner) {
        jdbc.sql("DELETE FROM command_state.avatar WHERE account_id = ?")
                .param(owner.value())
                .update();
    }
}
