package io.ringkey.eventstore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Whoever starts without the right master key is told so, before anything is written. */
class WrappedRowsTest {

    private static final MasterKey OLD = new MasterKey(new byte[MasterKey.BYTES]);
    private static final MasterKey FRESH =
            new MasterKey("a master key that is known to us".getBytes(java.nio.charset.StandardCharsets.UTF_8));

    private final TimeOrderedIds ids = new TimeOrderedIds(Clock.systemUTC(), new SecureRandomness());
    private final PGSimpleDataSource database = new PGSimpleDataSource();
    private JdbcClient jdbc;

    @BeforeEach
    void freshDatabase() {
        database.setUrl(TestDatabase.freshUrl());
        jdbc = JdbcClient.create(database);
    }

    @Test
    void withNothingMadeYetEveryKeyWillDo() {
        refuseOtherThan(OLD);
        migrate();
        refuseOtherThan(OLD);
    }

    @Test
    void ofManyRowsOneThatDoesNotOpenIsFound() {
        migrate();
        for (int row = 0; row < 20; row++) {
            put(FRESH);
        }
        refuseOtherThan(FRESH);
        put(OLD);

        refuseOtherThan(MasterKeys.of(FRESH, OLD));
        refuseOtherThan(MasterKeys.of(OLD, FRESH));
        assertThatThrownBy(() -> refuseOtherThan(FRESH))
                .isInstanceOf(WrongMasterKey.class)
                .hasMessageStartingWith("RINGKEY_MASTER_KEY")
                .hasMessageContaining("does not hold the key (" + OLD.id() + ")")
                .hasMessageContaining("it holds " + FRESH.id())
                .hasMessageEndingWith(".");
        assertThatThrownBy(() -> refuseOtherThan(OLD)).isInstanceOf(WrongMasterKey.class);
    }

    @Test
    void anErasedRowNeedsNoKey() {
        migrate();
        put(OLD);
        jdbc.sql("UPDATE event_store.subject_key SET wrapped = NULL").update();

        refuseOtherThan(FRESH);
    }

    @Test
    void aTableThatMayNotBeReadIsNoEmptyOne() {
        migrate();
        jdbc.sql("DROP ROLE IF EXISTS nobody_in_particular").update();
        jdbc.sql("CREATE ROLE nobody_in_particular LOGIN").update();
        var asNobody = new PGSimpleDataSource();
        asNobody.setUrl(database.getUrl());
        asNobody.setUser("nobody_in_particular");

        assertThatThrownBy(() -> WrappedRows.SUBJECT_KEYS.refuseOtherKeys(asNobody, FRESH))
                .isInstanceOf(DataAccessException.class)
                .rootCause()
                .hasMessageContaining("permission denied");
        assertThatCode(() -> refuseOtherThan(FRESH)).doesNotThrowAnyException();
    }

    @Test
    void whatNoKeyOpensIsNotWrappedAnew() {
        migrate();
        put(FRESH);
        put(OLD);

        assertThat(WrappedRows.SUBJECT_KEYS.notUnder(FRESH, database)).isEqualTo(1);
        assertThatThrownBy(() -> WrappedRows.SUBJECT_KEYS.rewrap(FRESH, database))
                .isInstanceOf(WrongMasterKey.class);
        assertThat(WrappedRows.SUBJECT_KEYS.notUnder(FRESH, database)).isEqualTo(1);
    }

    private void migrate() {
        SchemaMigrations.migrate(database, "event_store", Map.of("query_role", "postgres"));
    }

    private void refuseOtherThan(MasterKeys keys) {
        WrappedRows.SUBJECT_KEYS.refuseOtherKeys(database, keys);
    }

    private void put(MasterKey by) {
        UUID subject = ids.next();
        jdbc.sql("INSERT INTO event_store.subject_key (subject, wrapped, made_at) VALUES (?, ?, now())")
                .params(subject, by.wrappedWithId(new byte[MasterKey.BYTES], JdbcSubjectKeys.place(subject)))
                .update();
    }
}
