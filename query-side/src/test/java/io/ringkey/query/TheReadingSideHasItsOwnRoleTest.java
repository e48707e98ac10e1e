package io.ringkey.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.ringkey.eventstore.SchemaMigrations;
import io.ringkey.eventstore.TestDatabase;
import io.ringkey.query.support.RunningQuerySide;
import io.ringkey.query.support.TestPerson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.ds.PGSimpleDataSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Two database roles with the grants that the migrations of both sides give them, and nothing more. */
@ResourceLock(RunningQuerySide.SHARED)
class TheReadingSideHasItsOwnRoleTest {

    private static final String INSUFFICIENT_PRIVILEGE = "42501";
    private static final String COMMAND = "ringkey_command_role";
    private static final String QUERY = "ringkey_query_role";
    private static final Path COMMAND_STATE = Path.of("../command-side/src/main/resources/db/command_state");

    private static String url;
    private static JdbcClient owner;
    private static JdbcClient command;
    private static JdbcClient query;
    private static RunningQuerySide side;

    @BeforeAll
    static void twoRoles() throws IOException {
        url = TestDatabase.freshUrl();
        owner = JdbcClient.create(TestDatabase.at(url));
        for (String role : List.of(COMMAND, QUERY)) {
            owner.sql("CREATE ROLE " + role + " LOGIN").update();
        }
        owner.sql("CREATE SCHEMA event_store AUTHORIZATION " + COMMAND).update();
        owner.sql("CREATE SCHEMA command_state AUTHORIZATION " + COMMAND).update();
        owner.sql("CREATE SCHEMA read_model AUTHORIZATION " + QUERY).update();
        command = JdbcClient.create(as(COMMAND));
        query = JdbcClient.create(as(QUERY));
        SchemaMigrations.migrate(as(COMMAND), "event_store", Map.of("query_role", QUERY));
        try (var scripts = Files.list(COMMAND_STATE)) {
            for (Path script : scripts.sorted(Comparator.comparing(TheReadingSideHasItsOwnRoleTest::version))
                    .toList()) {
                command.sql(Files.readString(script).replace("${query_role}", QUERY))
                        .update();
            }
        }
        side = RunningQuerySide.startAs(QUERY, COMMAND, withoutUser(), TestDatabase.at(url));
    }

    @AfterAll
    static void stop() {
        side.close();
    }

    @Test
    void readsTheRecordAndAnswersFromItsViews() {
        var elsewhere = RunningQuerySide.shared();
        var person = TestPerson.registered(elsewhere);
        copy(elsewhere, "subject_key", "subject", person.subject());
        copy(elsewhere, "domain_event", "aggregate_identifier", person.account());
        side.settle();
        String token = signIn(person.account());

        var answer = side.getAs(token, "/api/users/me/");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).contains(person.phone());
        assertThat(command.sql("SELECT phone FROM read_model.profile_answer")
                        .query(String.class)
                        .list())
                .containsExactly(person.phone());
        assertThat(command.sql("SELECT count(*) FROM read_model.token_entry WHERE token IS NOT NULL")
                        .query(Long.class)
                        .single())
                .isGreaterThanOrEqualTo(2);

        var export = side.getAs(token, "/api/users/me/export/");
        assertThat(export.statusCode()).as(export.body()).isEqualTo(200);
        assertThat(export.body())
                .contains(person.phone(), "account.person-registered")
                .endsWith("]}");

        // A7
        command.sql("UPDATE command_state.account SET role = 'admin' WHERE account_id = ?")
                .param(person.account())
                .update();
        await().atMost(Duration.ofSeconds(20))
                .until(() -> side.getAs(token, "/api/users/list/").statusCode() == 200);
        for (int look = 0; look < 2; look++) {
            assertThat(side.getAs(token, "/api/users/list/").statusCode()).isEqualTo(200);
        }
        assertThat(command.sql("SELECT what FROM command_state.audit_inbox")
                        .query(String.class)
                        .list())
                .containsExactly("/api/users/list");

        String replay = "/api/admin/projections/profiles/replay/";
        assertThat(side.postAs(token, replay).statusCode()).isEqualTo(202);
        await().atMost(Duration.ofSeconds(30))
                .until(() -> side.getAs(token, replay).body().contains("\"state\":\"finished\""));
        assertThat(command.sql("SELECT phone FROM read_model.profile_answer")
                        .query(String.class)
                        .list())
                .containsExactly(person.phone());

        query.sql("INSERT INTO read_model.referral (inviter_id, applicant_id, applied_at) VALUES (:me, :me, now())")
                .param("me", person.account())
                .update();
        query.sql("UPDATE read_model.profile SET referrals_total = 1").update();
        assertThat(command.sql("SELECT referrals ->> 0 FROM read_model.profile_answer")
                        .query(String.class)
                        .single())
                .as("whom somebody brought, which is found by a function")
                .contains(person.account().toString());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT * FROM command_state.phone_number",
                "SELECT * FROM command_state.delivery",
                "SELECT * FROM command_state.key",
                "SELECT * FROM command_state.session",
                "SELECT * FROM command_state.account",
                "SELECT * FROM command_state.device",
                "SELECT * FROM command_state.wrong_invite",
                "DELETE FROM event_store.domain_event",
                "UPDATE command_state.avatar SET current = false",
                "CREATE TABLE command_state.mine (a integer)"
            })
    void keepsTheReadingSideFromSecretsAndFromWriting(String statement) {
        assertThatThrownBy(() -> query.sql(statement).query().listOfRows())
                .hasRootCauseInstanceOf(SQLException.class)
                .rootCause()
                .extracting(cause -> ((SQLException) cause).getSQLState())
                .isEqualTo(INSUFFICIENT_PRIVILEGE);
    }

    @Test
    void showsTheReadingSideNothingElseOfTheWritingSide() {
        assertThat(granted(QUERY, "SELECT", "command_state"))
                .containsExactlyInAnyOrder(
                        "avatar",
                        "brought_before",
                        "held_device",
                        "held_number",
                        "held_session",
                        "held_wrong_invite",
                        "public_key",
                        "session_access");
        assertThat(granted(QUERY, "SELECT", "event_store")).containsExactlyInAnyOrder("domain_event", "subject_key");
        // A7: it adds to what it has shown to staff, and takes nothing away
        assertThat(granted(QUERY, "INSERT", "command_state")).containsExactly("audit_inbox");
        assertThat(granted(QUERY, "INSERT", "event_store")).isEmpty();
        for (String privilege : List.of("UPDATE", "DELETE", "TRUNCATE")) {
            assertThat(granted(QUERY, privilege, "command_state")).isEmpty();
            assertThat(granted(QUERY, privilege, "event_store")).isEmpty();
        }
    }

    @Test
    void showsTheWritingSideWhatItAnswersWithAlone() {
        assertThat(granted(COMMAND, "SELECT", "read_model")).containsExactlyInAnyOrder("profile_answer", "token_entry");
        for (String privilege : List.of("INSERT", "UPDATE", "DELETE", "TRUNCATE")) {
            assertThat(granted(COMMAND, privilege, "read_model")).isEmpty();
        }
    }

    private static int version(Path script) {
        String name = script.getFileName().toString();
        return Integer.parseInt(name.substring(1, name.indexOf("__")));
    }

    private static List<String> granted(String role, String privilege, String schema) {
        return owner.sql("""
                        SELECT c.relname
                          FROM pg_class c
                         WHERE c.relnamespace = CAST(? AS regnamespace)
                           AND c.relkind IN ('r', 'v')
                           AND has_table_privilege(?, c.oid, ?)
                         ORDER BY c.relname
                        """)
                .params(schema, role, privilege)
                .query(String.class)
                .list();
    }

    private static void copy(RunningQuerySide from, String table, String key, UUID id) {
        for (Map<String, Object> row : from.database()
                .sql("SELECT * FROM event_store.%s WHERE %s = ? ORDER BY 1".formatted(table, key))
                .param(id)
                .query()
                .listOfRows()) {
            row.remove("global_index");
            command.sql("INSERT INTO event_store.%s (%s) VALUES (%s)"
                            .formatted(
                                    table,
                                    String.join(", ", row.keySet()),
                                    String.join(
                                            ", ",
                                            row.keySet().stream()
                                                    .map(column -> "?")
                                                    .toList())))
                    .params(new ArrayList<>(row.values()))
                    .update();
        }
    }

    private static String signIn(UUID account) {
        var now = side.bean(Clock.class).instant();
        UUID session = side.newId();
        command.sql("INSERT INTO command_state.key (purpose, key_id, wrapped, made_at, public_jwk)"
                        + " VALUES ('token-signing', 1, '', ?, ?)")
                .params(now.atOffset(ZoneOffset.UTC), side.publicKey())
                .update();
        command.sql("INSERT INTO command_state.account (account_id, subject, created_at) VALUES (?, ?, ?)")
                .params(account, side.newId(), now.atOffset(ZoneOffset.UTC))
                .update();
        Instant end = now.plusSeconds(600);
        command.sql("INSERT INTO command_state.session"
                        + " (session_id, account_id, challenge_id, signed_in_at, expires_at, idle_until)"
                        + " VALUES (?, ?, ?, ?, ?, ?)")
                .params(
                        session,
                        account,
                        side.newId(),
                        now.atOffset(ZoneOffset.UTC),
                        end.atOffset(ZoneOffset.UTC),
                        end.atOffset(ZoneOffset.UTC))
                .update();
        return side.token(account, session, now);
    }

    private static PGSimpleDataSource as(String role) {
        var dataSource = new PGSimpleDataSource();
        dataSource.setUrl(withoutUser());
        dataSource.setUser(role);
        return dataSource;
    }

    private static String withoutUser() {
        return url.substring(0, url.indexOf('?'));
    }
}
