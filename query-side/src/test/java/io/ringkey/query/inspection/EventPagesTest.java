package io.ringkey.query.inspection;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringkey.api.account.AccountEvent.RoleChanged;
import io.ringkey.api.account.Role;
import io.ringkey.query.support.Calls;
import io.ringkey.query.support.RunningQuerySide;
import io.ringkey.query.support.TestPerson;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EventPagesTest {

    private static final RunningQuerySide SIDE = RunningQuerySide.start();
    private static final Calls ADMIN = Calls.inABrowserAs(Role.ADMIN, SIDE);
    private static final Pattern INDEX = Pattern.compile("href=\"/admin/events/(\\d+)/\"");

    @AfterAll
    static void stop() {
        SIDE.close();
    }

    // A7
    @Test
    void listTheRecordWithLinksToEachEventAndStream() {
        var person = TestPerson.registered(SIDE);

        String page = shown(ADMIN, "/admin/events/");

        assertThat(page)
                .contains("/admin/events/" + SIDE.last() + "/", "/admin/streams/" + person.account() + "/?at=1");
        assertThat(page).contains("+7913•••••").doesNotContain(person.phone());
    }

    @Test
    void keepTheFiltersInTheAddressAndTheCursorToo() {
        UUID admin = SIDE.newId();
        for (int i = 0; i < 60; i++) {
            var person = TestPerson.registered(SIDE);
            SIDE.append(person.account(), new RoleChanged(person.account(), Role.USER, admin, TestPerson.REGISTERED));
        }
        String filter = "type=account.role-changed&from=2020-01-02T03:04&to=2100-01-02T03:04:05Z";

        String first = shown(ADMIN, "/admin/events/?ip=&stream=&" + filter);
        var further = Pattern.compile("href=\"([^\"]+cursor=[^\"]+)\"").matcher(first);

        assertThat(further.find()).isTrue();
        String next = further.group(1).replace("&amp;", "&");
        assertThat(next).contains("type=account.role-changed", "from=2020-01-02T03%3A04", "to=2100-01-02T03%3A04%3A05");
        assertThat(first).contains("value=\"2020-01-02T03:04\"", "selected=\"selected\">account.role-changed</option>");
        String second = shown(ADMIN, next);
        assertThat(indexes(second)).hasSize(10).doesNotContainAnyElementsOf(indexes(first));
    }

    @Test
    void showOneEventWithWhatTheSameCallMade() {
        var person = TestPerson.registered(SIDE);
        SIDE.database()
                .sql("UPDATE event_store.domain_event SET actor = ?, meta_data = convert_to(?, 'UTF8')"
                        + " WHERE aggregate_identifier = ?")
                .params(person.account(), "{\"request_id\":\"c0ffee" + person.account() + "\"}", person.account())
                .update();

        String page = shown(ADMIN, "/admin/events/" + SIDE.last() + "/");

        assertThat(page)
                .contains(
                        "account.invite-code-given",
                        person.inviteCode(),
                        "/admin/people/" + person.account() + "/",
                        "/admin/streams/" + person.account() + "/?at=1",
                        "Made by the same call",
                        "/admin/events/" + (SIDE.last() - 1) + "/");
        assertThat(ADMIN.get("/admin/events/" + (SIDE.last() + 1_000) + "/").statusCode())
                .isEqualTo(404);
    }

    @Test
    void stepThroughAStreamWithTheStateBesideWhatChanged() {
        var person = TestPerson.registered(SIDE);
        person.lives("anna@example.org", "Омск");
        SIDE.append(person.account(), new RoleChanged(person.account(), Role.MODERATOR, null, TestPerson.REGISTERED));
        String own = "/admin/streams/" + person.account() + "/";

        String newest = shown(ADMIN, own);
        String earlier = shown(ADMIN, own + "?at=2");

        assertThat(newest)
                .contains("rel=\"prev\" href=\"" + own + "?at=2\"", "<del>user</del>", "<ins>moderator</ins>")
                .doesNotContain("rel=\"next\" href");
        assertThat(earlier)
                .contains(
                        "rel=\"prev\" href=\"" + own + "?at=1\"",
                        "rel=\"next\" href=\"" + own + "?at=3\"",
                        "<ins>О•••</ins>")
                .doesNotContain("<ins>moderator</ins>");
        assertThat(shown(ADMIN, own + "?at=3&since=-1")).contains("<ins>moderator</ins>", "<ins>О•••</ins>");
        assertThat(shown(ADMIN, own + "?at=0")).doesNotContain("rel=\"prev\" href");
        assertThat(ADMIN.get(own + "?at=4").statusCode()).isEqualTo(400);
        assertThat(ADMIN.get(own + "?at=3&since=4").statusCode()).isEqualTo(400);
    }

    // A7
    @Test
    void showInFullOnPurposeAloneAndNeverAsMarkup() {
        var person = TestPerson.registered(SIDE);
        person.lives("anna@example.org", "<script>alert(1)</script>");
        String event = "/admin/events/" + SIDE.last() + "/";
        String stream = "/admin/streams/" + person.account() + "/";

        for (String path : List.of(event, stream + "?at=2")) {
            assertThat(shown(ADMIN, path)).doesNotContain("anna@example.org");
            String full = shown(ADMIN, path + (path.contains("?") ? "&" : "?") + "payload=full");
            assertThat(full)
                    .contains("anna@example.org", "&lt;script&gt;alert(1)&lt;/script&gt;")
                    .doesNotContain("<script>alert");
        }

        assertThat(SIDE.database()
                        .sql("SELECT what FROM command_state.audit_inbox WHERE about = ? ORDER BY what")
                        .param(person.account().toString())
                        .query(String.class)
                        .list())
                .containsExactly("/admin/streams/{stream_id}", "/admin/streams/{stream_id}?payload=full");
    }

    // A4, A7
    @Test
    void showModeratorsOfAPersonsStreamThatSomethingHappened() {
        var moderator = Calls.inABrowserAs(Role.MODERATOR, SIDE);
        var person = TestPerson.registered(SIDE);

        String page = shown(moderator, "/admin/streams/" + person.account() + "/");

        assertThat(page).contains("account.invite-code-given").doesNotContain(person.inviteCode(), "•", "payload=full");
        for (String path : List.of(
                "/admin/events/", "/admin/events/1/", "/admin/streams/" + person.account() + "/?payload=full")) {
            assertThat(moderator.get(path).statusCode()).as(path).isEqualTo(403);
        }
        assertThat(Calls.inABrowserAs(Role.USER, SIDE)
                        .get("/admin/streams/" + person.account() + "/")
                        .statusCode())
                .isEqualTo(403);
        assertThat(Calls.asNobody(SIDE).get("/admin/events/").body())
                .contains("/assets/sign-in.js")
                .doesNotContain("•");
    }

    @ParameterizedTest
    @ValueSource(strings = {"type=x", "stream=x", "actor=x", "ip=x", "from=x", "to=2026-13-01T00:00", "cursor=%21"})
    void sayWhatIsWrongWithAFilter(String query) {
        var page = ADMIN.get("/admin/events/?" + query, "Accept-Language", "en");

        assertThat(page.statusCode()).isEqualTo(400);
        assertThat(page.body()).contains("<h1", query.substring(0, query.indexOf('=')));
    }

    private static String shown(Calls caller, String path) {
        var answer = caller.get(path, "Accept-Language", "en");
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return answer.body();
    }

    private static List<Long> indexes(String page) {
        return INDEX.matcher(page)
                .results()
                .map(link -> Long.valueOf(link.group(1)))
                .toList();
    }
}
