package io.ringkey.query.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringkey.api.Personal;
import io.ringkey.api.account.Role;
import io.ringkey.api.session.EndReason;
import io.ringkey.api.session.SessionEvent.SessionEnded;
import io.ringkey.api.session.SessionEvent.SessionOpened;
import io.ringkey.api.session.SessionEvent.SessionSeenElsewhere;
import io.ringkey.api.session.SessionId;
import io.ringkey.api.verification.DeviceClass;
import io.ringkey.api.verification.Way;
import io.ringkey.query.support.RunningQuerySide;
import io.ringkey.query.support.SecondProcess;
import io.ringkey.query.support.TestPerson;
import io.ringkey.web.access.BrowserSession;
import io.ringkey.web.access.SessionUses;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.postgresql.PGConnection;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@ResourceLock(RunningQuerySide.SHARED)
class SessionsAreListedTest {

    private static final String LIST = "/api/users/me/sessions/";

    private final RunningQuerySide side = RunningQuerySide.shared();
    private final TestPerson person = TestPerson.registered(side);
    private final Instant now = side.bean(Clock.class).instant().truncatedTo(ChronoUnit.MILLIS);

    @Test
    void newestFirstWithWhereAndWithWhat() {
        UUID older = open(Way.BROWSER_SESSION, now.minusSeconds(600), "203.0.113.7", "Browser/1");
        UUID newer = open(Way.TOKEN_PAIR, now.minusSeconds(60), "203.0.113.8", null);
        side.settle();

        JsonNode page = list(side.token(person.account(), older, now), LIST);

        assertThat(page.get("next").isNull()).isTrue();
        JsonNode first = page.get("items").get(0);
        assertThat(first.get("id").asString()).isEqualTo(newer.toString());
        assertThat(first.get("way").asString()).isEqualTo("token-pair");
        assertThat(first.get("current").asBoolean()).isFalse();
        assertThat(first.get("user_agent").isNull()).isTrue();
        JsonNode second = page.get("items").get(1);
        assertThat(second.propertyNames())
                .containsExactly(
                        "id", "opened_at", "expires_at", "last_seen_at", "address", "user_agent", "way", "current");
        assertThat(second.get("id").asString()).isEqualTo(older.toString());
        assertThat(Instant.parse(second.get("opened_at").asString())).isEqualTo(now.minusSeconds(600));
        assertThat(Instant.parse(second.get("expires_at").asString())).isEqualTo(now.plusSeconds(600));
        assertThat(Instant.parse(second.get("last_seen_at").asString())).isEqualTo(now.minusSeconds(30));
        assertThat(second.get("address").asString()).isEqualTo("203.0.113.7");
        assertThat(second.get("user_agent").asString()).isEqualTo("Browser/1");
        assertThat(second.get("way").asString()).isEqualTo("browser-session");
        assertThat(second.get("current").asBoolean()).isTrue();
    }

    @Test
    void whereOneWasSeenLast() {
        UUID session = open(Way.TOKEN_PAIR, now, "203.0.113.7", "App/1");
        side.append(
                session,
                new SessionSeenElsewhere(
                        session,
                        person.account(),
                        now,
                        Personal.of(person.subject(), "203.0.113.9"),
                        Personal.of(person.subject(), "App/2")));
        side.settle();

        JsonNode item = list(side.token(person.account(), session, now), LIST)
                .get("items")
                .get(0);
        assertThat(item.get("address").asString()).isEqualTo("203.0.113.9");
        assertThat(item.get("user_agent").asString()).isEqualTo("App/2");
    }

    @Test
    void thoseThatLiveAlone() {
        UUID live = open(Way.TOKEN_PAIR, now, "203.0.113.7", null);
        UUID ended = open(Way.TOKEN_PAIR, now, "203.0.113.7", null);
        UUID idle = open(Way.TOKEN_PAIR, now, "203.0.113.7", null);
        UUID endedAMomentAgo = open(Way.TOKEN_PAIR, now, "203.0.113.7", null);
        update("ended = true", ended);
        side.append(ended, new SessionEnded(ended, person.account(), EndReason.LOGGED_OUT, now));
        update("expires_at = now() - interval '1 second'", idle);
        update("ended = true", endedAMomentAgo);
        side.settle();

        assertThat(ids(list(side.token(person.account(), live, now), LIST))).containsExactly(live);
        assertThat(side.database()
                        .sql("SELECT session_id FROM read_model.session WHERE account_id = ?")
                        .param(person.account())
                        .query(UUID.class)
                        .list())
                .as("where an ended one was used from is of no more interest")
                .containsExactlyInAnyOrder(live, idle, endedAMomentAgo);
    }

    @Test
    void oneThatIsNotOnTheViewYetToo() {
        var stranger = TestPerson.unregistered(side);
        String token = side.token(stranger.account(), Role.USER);

        JsonNode items = list(token, LIST).get("items");
        assertThat(items).hasSize(1);
        assertThat(items.get(0).get("current").asBoolean()).isTrue();
        assertThat(items.get(0).get("address").isNull()).isTrue();
    }

    @Test
    void pageByPage() {
        var all = new ArrayList<UUID>();
        for (int i = 0; i < 5; i++) {
            all.addFirst(open(Way.TOKEN_PAIR, now.plusMillis(i / 2), "203.0.113.7", null));
        }
        side.settle();
        String token = side.token(person.account(), all.getFirst(), now);

        var seen = new ArrayList<UUID>();
        JsonNode page = list(token, LIST + "?limit=2");
        seen.addAll(ids(page));
        while (!page.get("next").isNull()) {
            page = list(token, LIST + "?limit=2&cursor=" + page.get("next").asString());
            seen.addAll(ids(page));
        }

        assertThat(seen).isEqualTo(all);
        assertThat(side.getAs(token, LIST + "?cursor=nonsense").statusCode()).isEqualTo(400);
    }

    @Test
    void ofOnePersonToAnAdminAndOfNobodyNone() {
        UUID session = open(Way.TOKEN_PAIR, now, "203.0.113.7", null);
        var admin = TestPerson.registered(side);
        var quiet = TestPerson.registered(side);
        side.settle();
        String token = side.token(admin.account(), Role.ADMIN);

        assertThat(ids(list(token, person.path("/sessions/")))).containsExactly(session);
        assertThat(list(token, quiet.path("/sessions/")).get("items").isEmpty()).isTrue();
        person.leaves();
        side.database()
                .sql("DELETE FROM command_state.session_access WHERE account_id = ?")
                .param(person.account())
                .update();
        side.settle();
        assertThat(side.getAs(token, person.path("/sessions/")).statusCode()).isEqualTo(404);
        assertThat(side.getAs(token, "/api/users/" + side.newId() + "/sessions/")
                        .statusCode())
                .isEqualTo(404);
    }

    // T9
    @Test
    void tellsTheWriteSideThatABrowserUsesItsSession() throws SQLException {
        UUID session = open(Way.BROWSER_SESSION, now.minusSeconds(600), "203.0.113.7", null);
        var browser = BrowserSession.of(new SessionId(session), new byte[BrowserSession.SECRET_BYTES]);
        side.database()
                .sql("UPDATE command_state.session_access SET browser_hash = ? WHERE session_id = ?")
                .params(browser.hash(), session)
                .update();
        side.settle();

        try (var connection = SecondProcess.database(side).getConnection();
                var statement = connection.createStatement()) {
            statement.execute("LISTEN " + SessionUses.CHANNEL);
            assertThat(use(browser)).isEqualTo(200);
            assertThat(heard(connection.unwrap(PGConnection.class))).isEmpty();

            update("last_used_at = now() - interval '61 seconds'", session);
            assertThat(use(browser)).isEqualTo(200);
            assertThat(heard(connection.unwrap(PGConnection.class))).containsExactly(session.toString());
        }
    }

    private int use(BrowserSession browser) {
        return side.get(LIST, "Cookie", "ringkey_session=" + browser.cookieValue(), "X-CSRF-Token", browser.csrfToken())
                .statusCode();
    }

    private static List<String> heard(PGConnection connection) throws SQLException {
        return Arrays.stream(
                        connection.getNotifications((int) Duration.ofMillis(500).toMillis()))
                .map(notification -> notification.getParameter())
                .toList();
    }

    private UUID open(Way way, Instant at, String address, @Nullable String userAgent) {
        UUID session = side.newId();
        side.append(
                session,
                new SessionOpened(
                        session,
                        person.account(),
                        person.subject(),
                        side.newId(),
                        way,
                        DeviceClass.UNRECOGNISED,
                        at,
                        at.plusSeconds(3600),
                        Personal.of(person.subject(), address),
                        Personal.ofNullable(person.subject(), userAgent)));
        side.database()
                .sql("INSERT INTO command_state.session_access VALUES (?, ?, 'user', false, false, ?, ?, ?, ?)")
                .params(
                        session,
                        person.account(),
                        now.plusSeconds(600).atOffset(ZoneOffset.UTC),
                        at.atOffset(ZoneOffset.UTC))
                .param(way == Way.BROWSER_SESSION ? new byte[] {1} : null)
                .param(now.minusSeconds(30).atOffset(ZoneOffset.UTC))
                .update();
        return session;
    }

    private void update(String what, UUID session) {
        side.database()
                .sql("UPDATE command_state.session_access SET " + what + " WHERE session_id = ?")
                .param(session)
                .update();
    }

    private JsonNode list(String token, String path) {
        var answer = side.getAs(token, path);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return JsonMapper.shared().readTree(answer.body());
    }

    private static List<UUID> ids(JsonNode page) {
        return StreamSupport.stream(page.get("items").spliterator(), false)
                .map(item -> UUID.fromString(item.get("id").asString()))
                .toList();
    }
}
