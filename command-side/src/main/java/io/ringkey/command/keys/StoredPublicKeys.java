package io.ringkey.command.keys;

import io.ringkey.web.access.PublicKeys;
import java.time.OffsetDateTime;
import java.util.List;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The public halves of the keys that sign access tokens, as this side publishes them. */
@Component
final class StoredPublicKeys implements PublicKeys {

    private final JdbcClient jdbc;

    StoredPublicKeys(DataSource dataSource) {
        this.jdbc = JdbcClient.create(dataSource);
    }

    @Override
    public List<PublicKey> all() {
        return jdbc.sql("SELECT kid, jwk, retired_at FROM command_state.public_key")
                .query((row, number) -> {
                    OffsetDateTime retiredAt = row.getObject("retired_at", OffsetDateTime.class);
                    return new PublicKey(
                            row.getString("kid"),
                            row.getString("jwk"),
                            retiredAt == null ? null : retiredAt.toInstant());
                })
                .list();
    }
}
