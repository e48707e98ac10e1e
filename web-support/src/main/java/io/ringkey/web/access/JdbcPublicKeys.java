package io.ringkey.web.access;

import java.time.OffsetDateTime;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The public keys as the command side shows them to every side. */
final class JdbcPublicKeys implements PublicKeys {

    private final JdbcClient database;

    JdbcPublicKeys(JdbcClient database) {
        this.database = database;
    }

    @Override
    public List<PublicKey> all() {
        return database.sql("select kid, jwk, retired_at from command_state.public_key")
                .query((row, number) -> {
                    var retiredAt = row.getObject("retired_at", OffsetDateTime.class);
                    return new PublicKey(
                            row.getString("kid"),
                            row.getString("jwk"),
                            retiredAt == null ? null : retiredAt.toInstant());
                })
                .list();
    }
}
