package io.ringkey.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.jayway.jsonpath.JsonPath;
import io.ringkey.api.account.Role;
import io.ringkey.query.support.RunningQuerySide;
import io.ringkey.query.support.TestPerson;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A4: role by whose data it is, over every call that this side answers about people. */
@ResourceLock(RunningQuerySide.SHARED)
class NobodyReadsAnothersTest {

    private final RunningQuerySide side = RunningQuerySide.shared();
    private final TestPerson person = TestPerson.registered(side);
    private final TestPerson other = TestPerson.registered(side);
    private final TestPerson moderator = TestPerson.registered(side);
    private final TestPerson admin = TestPerson.registered(side);

    @BeforeEach
    void everyoneIsKnown() {
        side.settle();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/referrals/", "/referrals/?depth=3", "/logins/", "/logins/?format=csv"})
    void showsAPersonToThemselvesAndToThoseWhoLookAfterPeople(String rest) {
        String path = person.path(rest);

        assertThat(side.get(path).statusCode()).isEqualTo(401);
        assertThat(status(side.token(other.account(), Role.USER), path)).isEqualTo(404);
        assertThat(status(side.token(person.account(), Role.USER), path)).isEqualTo(200);
        assertThat(status(side.token(person.account(), Role.USER), "/api/users/me" + rest))
                .isEqualTo(200);
        assertThat(status(side.token(moderator.account(), Role.MODERATOR), path))
                .isEqualTo(200);
        assertThat(status(side.token(admin.account(), Role.ADMIN), path)).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/referrals/",
                "/referrals/?depth=3",
                "/logins/",
                "/logins/?format=csv",
                "/sessions/",
                "/export/"
            })
    void answersAboutAnotherAsAboutNobody(String rest) {
        String token = side.token(other.account(), Role.USER);

        var another = side.getAs(token, person.path(rest));
        var nobody = side.getAs(token, "/api/users/" + side.newId() + rest);
        var noId = side.getAs(token, "/api/users/17" + rest);

        for (var answer : List.of(another, nobody, noId)) {
            assertThat(answer.statusCode()).isEqualTo(404);
            assertThat(JsonPath.<String>read(answer.body(), "$.code")).isEqualTo("not-found");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/referrals/",
                "/referrals/?depth=3",
                "/logins/",
                "/logins/?format=csv",
                "/sessions/",
                "/export/"
            })
    void tellsAnAdminThatThereIsNoSuchPerson(String rest) {
        String token = side.token(admin.account(), Role.ADMIN);
        person.leaves();
        side.settle();

        assertThat(status(token, "/api/users/" + side.newId() + rest)).isEqualTo(404);
        assertThat(status(token, person.path(rest))).isEqualTo(404);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/sessions/", "/export/"})
    void showsToThePersonAndToAdminsAlone(String rest) {
        String path = person.path(rest);

        assertThat(side.get(path).statusCode()).isEqualTo(401);
        assertThat(status(side.token(other.account(), Role.USER), path)).isEqualTo(404);
        assertThat(status(side.token(person.account(), Role.USER), path)).isEqualTo(200);
        assertThat(status(side.token(person.account(), Role.USER), "/api/users/me" + rest))
                .isEqualTo(200);
        assertThat(status(side.token(moderator.account(), Role.MODERATOR), path))
                .isEqualTo(403);
        assertThat(status(side.token(admin.account(), Role.ADMIN), path)).isEqualTo(200);
    }

    // A7
    @Test
    void keepsWhatStaffLookedAtAndNothingElse() {
        String moderating = side.token(moderator.account(), Role.MODERATOR);
        String administrating = side.token(admin.account(), Role.ADMIN);
        for (int time = 0; time < 3; time++) {
            for (String rest : List.of("/", "/referrals/", "/logins/", "/logins/?format=csv")) {
                assertThat(status(moderating, person.path(rest))).isEqualTo(200);
            }
            assertThat(status(moderating, "/api/users/list/?search=Omsk")).isEqualTo(200);
            assertThat(status(moderating, moderator.path("/"))).isEqualTo(200);
            assertThat(status(moderating, "/api/users/me/logins/")).isEqualTo(200);
            assertThat(status(side.token(person.account(), Role.USER), person.path("/")))
                    .isEqualTo(200);
        }
        for (String rest : List.of("/sessions/", "/export/")) {
            assertThat(status(moderating, person.path(rest))).isEqualTo(403);
            assertThat(status(administrating, person.path(rest))).isEqualTo(200);
        }
        assertThat(status(administrating, "/api/admin/events/?stream=" + person.numberStream()))
                .isEqualTo(200);
        assertThat(status(administrating, "/api/admin/events/1/")).isEqualTo(200);
        assertThat(status(administrating, "/api/admin/projections/")).isEqualTo(200);

        String whom = person.account().toString();
        assertThat(looksOf(moderator))
                .containsExactlyInAnyOrder(
                        "/api/users/{user_id} " + whom,
                        "/api/users/{user_id}/referrals " + whom,
                        "/api/users/{user_id}/logins " + whom,
                        "/api/users/list -");
        assertThat(looksOf(admin))
                .containsExactlyInAnyOrder(
                        "/api/users/{user_id}/sessions " + whom,
                        "/api/users/{user_id}/export " + whom,
                        "/api/admin/events " + person.numberStream(),
                        "/api/admin/events/{index} 1");
        assertThat(looksOf(person)).isEmpty();
    }

    private List<String> looksOf(TestPerson by) {
        return side.database()
                .sql("SELECT what || ' ' || coalesce(about, '-') FROM command_state.audit_inbox WHERE account_id = ?")
                .param(by.account())
                .query(String.class)
                .list();
    }

    @Test
    void listsPeopleToThoseWhoLookAfterThem() {
        String path = "/api/users/list/";

        assertThat(side.get(path).statusCode()).isEqualTo(401);
        assertThat(status(side.token(person.account(), Role.USER), path)).isEqualTo(403);
        assertThat(status(side.token(moderator.account(), Role.MODERATOR), path))
                .isEqualTo(200);
        assertThat(status(side.token(admin.account(), Role.ADMIN), path)).isEqualTo(200);
    }

    @Test
    void takesARoleAwayAtOnce() {
        // A6; how long it may be remembered is RememberedSessionStatesTest's
        String token = side.token(admin.account(), Role.ADMIN);
        assertThat(status(token, "/api/users/list/")).isEqualTo(200);

        side.database()
                .sql("UPDATE command_state.session_access SET role = 'user' WHERE account_id = ?")
                .param(admin.account())
                .update();

        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(
                        () -> assertThat(status(token, "/api/users/list/")).isEqualTo(403));
    }

    private int status(String token, String path) {
        return side.getAs(token, path).statusCode();
    }
}
