package io.ringkey.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ringkey.eventstore.MasterKey;
import io.ringkey.eventstore.SchemaMigrations;
import io.ringkey.eventstore.TestDatabase;
import io.ringkey.eventstore.WrongMasterKey;
import io.ringkey.query.support.RunningQuerySide;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

class TheReadingSideNeedsTheMasterKeyTest {

    @Test
    void startsWithNoOtherAndWritesNothing() {
        String url = TestDatabase.freshUrl();
        var database = TestDatabase.at(url);
        SchemaMigrations.migrate(database, "event_store", Map.of("query_role", "CURRENT_USER"));
        UUID subject = new UUID(1, 2);
        var another = new MasterKey(new byte[MasterKey.BYTES]);
        var jdbc = JdbcClient.create(database);
        jdbc.sql("INSERT INTO event_store.subject_key (subject, wrapped, made_at) VALUES (?, ?, now())")
                .params(subject, another.wrap(new byte[MasterKey.BYTES], MasterKey.place("subject", subject)))
                .update();

        assertThatThrownBy(() -> RunningQuerySide.startAs("postgres", "postgres", url, database))
                .hasRootCauseInstanceOf(WrongMasterKey.class)
                .rootCause()
                .hasMessageContaining("does not hold the key that keys in this database are wrapped with");
        assertThat(jdbc.sql("SELECT count(*) FROM pg_namespace WHERE nspname = 'read_model'")
                        .query(Integer.class)
                        .single())
                .isZero();
    }
}
