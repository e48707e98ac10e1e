package io.ringkey.query;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringkey.eventstore.SchemaMigrations;
import io.ringkey.eventstore.TestDatabase;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Making an index anew keeps whoever writes waiting, so a migration does it only where that takes no time (V91). */
class IndexesOfLargeTablesTest {

    private static final String BEFORE = "90";
    private static final Map<String, String> ROLES =
            Map.of("query_role", "CURRENT_USER", "command_role", "CURRENT_USER");
    private static final String PEOPLE = """
            INSERT INTO read_model.profile (account_id, role, created_at, version)
            SELECT gen_random_uuid(), 'USER', now(), 0 FROM generate_series(1, %d)
            """;
    private static final String LOGINS = """
            INSERT INTO read_model.login_entry (position, stream_id, at, what)
            SELECT n, gen_random_uuid(), now(), 'requested' FROM generate_series(1, %d) AS n
            """;

    private DataSource database;
    private JdbcClient jdbc;

    /**
     * An index as it lies on the disk.
     *
     * @param file changes when the index is made anew
     */
    private record Index(String name, long file, boolean partial) {}

    @BeforeEach
    void installedBefore() {
        database = TestDatabase.at(TestDatabase.freshUrl());
        jdbc = JdbcClient.create(database);
        SchemaMigrations.migrate(database, "event_store", ROLES);
        SchemaMigrations.migrateTo(Map.of("read_model", BEFORE), database, ROLES);
    }

    @Test
    void stayAsTheyAreWhereThereAreManyRows() {
        given(PEOPLE, 50_001);
        given(LOGINS, 50_001);
        List<Index> before = indexes();

        SchemaMigrations.migrateTo(Map.of("read_model", "91"), database, ROLES);

        assertThat(indexes()).isEqualTo(before).hasSize(4).noneMatch(Index::partial);
    }

    @Test
    void leaveOutRowsThatHaveNothingWhereThereAreFew() {
        given(PEOPLE, 50_000);
        given(LOGINS, 50_000);

        SchemaMigrations.migrateTo(Map.of("read_model", "91"), database, ROLES);

        assertThat(indexes()).hasSize(4).allMatch(Index::partial);
    }

    @Test
    void oneTableIsJudgedWithoutTheOther() {
        given(LOGINS, 50_001);

        SchemaMigrations.migrateTo(Map.of("read_model", "91"), database, ROLES);

        assertThat(indexes())
                .filteredOn(Index::partial)
                .extracting(Index::name)
                .containsExactly("profile_by_city", "profile_by_email");
    }

    private void given(String rows, int many) {
        jdbc.sql(rows.formatted(many)).update();
    }

    private List<Index> indexes() {
        return jdbc.sql("""
                        SELECT c.relname AS name, c.relfilenode AS file, i.indpred IS NOT NULL AS partial
                          FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid
                         WHERE c.relname IN ('profile_by_email', 'profile_by_city', 'login_entry_by_address',
                                             'login_entry_by_address_and_kind')
                         ORDER BY c.relname
                        """).query(Index.class).list();
    }
}
