package io.ringkey.query.people;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringkey.api.account.Role;
import io.ringkey.query.support.Calls;
import io.ringkey.query.support.RunningQuerySide;
import io.ringkey.query.support.TestPerson;
import java.util.List;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class PeoplePagesTest {

    private static final RunningQuerySide SIDE = RunningQuerySide.start();
    private static final int PEOPLE = 25;
    private static final Pattern IN_FULL = Pattern.compile("\\+7913\\d{7}");

    @BeforeAll
    static void somePeople() {
        for (int i = 0; i < PEOPLE; i++) {
            TestPerson.registered(SIDE, TestPerson.REGISTERED.plusSeconds(i));
        }
        TestPerson.registered(SIDE, TestPerson.REGISTERED.plusSeconds(PEOPLE))
                .lives("<b>bold@example.org</b>", "<script>alert(1)</script>");
        SIDE.settle();
    }

    @AfterAll
    static void stop() {
        SIDE.close();
    }

    @Test
    void showsWhereToSignIn() {
        var page = Calls.asNobody(SIDE).get("/admin/");

        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.headers().firstValue("Content-Type"))
                .hasValueSatisfying(type -> assertThat(type).startsWith("text/html"));
        assertThat(page.headers().firstValue("Cache-Control")).hasValue("no-store");
        assertThat(page.body()).contains("Your phone number", "/assets/sign-in.js");
        assertThat(page.body()).doesNotContain("•");
    }

    @Test
    void masksNumbersForEverybody() { // A7
        for (Role role : new Role[] {Role.MODERATOR, Role.ADMIN}) {
            var page = Calls.inABrowserAs(role, SIDE).get("/admin/people/", "Accept-Language", "en");

            assertThat(page.statusCode()).isEqualTo(200);
            assertThat(page.body()).contains("People", "•");
            assertThat(IN_FULL.matcher(page.body()).find()).isFalse();
        }
    }

    @Test
    void listsPeoplePageByPage() {
        var browser = Calls.inABrowserAs(Role.MODERATOR, SIDE);
        for (int i = 0; i < 30; i++) {
            TestPerson.registered(SIDE, TestPerson.REGISTERED.plusSeconds(100 + i));
        }
        SIDE.settle();

        var first = browser.get("/admin/people/?order=oldest", "Accept-Language", "en")
                .body();

        assertThat(people(first)).hasSize(50);
        var second = browser.get(further(first), "Accept-Language", "en").body();
        assertThat(people(second)).isNotEmpty().doesNotContainAnyElementsOf(people(first));
        assertThat(second).contains("First page</a>");
        assertThat(browser.get("/admin/people/?cursor=nonsense").statusCode()).isEqualTo(400);
    }

    @Test
    void findsAndSorts() {
        var browser = Calls.inABrowserAs(Role.MODERATOR, SIDE);
        var inviter = TestPerson.registered(SIDE);
        var brought = TestPerson.registered(SIDE);
        brought.isBroughtBy(inviter, TestPerson.REGISTERED);
        SIDE.settle();

        assertThat(people(browser.get("/admin/people/?search=" + inviter.inviteCode())
                        .body()))
                .containsExactly(inviter.account());
        assertThat(people(browser.get("/admin/people/?order=most-brought").body()))
                .first()
                .isEqualTo(inviter.account());
        assertThat(people(browser.get("/admin/people/?blocked=true").body())).isEmpty();
        assertThat(people(browser.get("/admin/people/?role=admin").body())).isEmpty();
        assertThat(browser.get("/admin/people/?role=king").statusCode()).isEqualTo(400);
        assertThat(browser.get("/admin/people/?order=sideways").statusCode()).isEqualTo(400);
    }

    @Test
    void showsOnePersonToAModeratorWithoutSessionsAndEvents() { // A7
        var inviter = TestPerson.registered(SIDE);
        inviter.lives("anna@example.org", "Omsk");
        var brought = TestPerson.registered(SIDE);
        brought.isBroughtBy(inviter, TestPerson.REGISTERED);
        SIDE.settle();

        var page = Calls.inABrowserAs(Role.MODERATOR, SIDE)
                .get("/admin/people/" + inviter.account() + "/", "Accept-Language", "en")
                .body();

        assertThat(page).contains("Omsk", inviter.inviteCode(), "/admin/people/" + brought.account() + "/");
        assertThat(page).contains("•••@example.org").doesNotContain("anna@example.org", inviter.phone());
        assertThat(page).doesNotContain("account.person-registered", "Actions");
    }

    @Test
    void showsAnAdminWhatIsOnRecordOfAPersonAndWhatCanBeDone() {
        var person = TestPerson.registered(SIDE);
        SIDE.settle();
        var browser = Calls.inABrowserAs(Role.ADMIN, SIDE);

        var page = browser.get("/admin/people/" + person.account() + "/", "Accept-Language", "en");

        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.body()).contains("account.person-registered", "Actions").doesNotContain(person.phone());
        assertThat(browser.get("/admin/people/" + SIDE.newId() + "/").statusCode())
                .isEqualTo(404);
    }

    @Test
    void revealsANumberToWhoeverAsksForItAndKeepsThatTheyDid() { // A7
        var person = TestPerson.registered(SIDE);
        SIDE.settle();

        var revealed = Calls.as(Role.MODERATOR, SIDE).post("/api/admin/users/" + person.account() + "/reveal/");

        assertThat(revealed.statusCode()).isEqualTo(200);
        assertThat(revealed.body()).contains(person.phone());
        assertThat(SIDE.database()
                        .sql("SELECT count(*) FROM command_state.audit_inbox WHERE what = ? AND about = ?")
                        .params(
                                "/api/admin/users/{user_id}/reveal",
                                person.account().toString())
                        .query(Integer.class)
                        .single())
                .isEqualTo(1);
        assertThat(Calls.as(Role.USER, SIDE)
                        .post("/api/admin/users/" + person.account() + "/reveal/")
                        .statusCode())
                .isEqualTo(403);
    }

    @Test
    void isNotForEverybody() { // A4
        var refused = Calls.inABrowserAs(Role.USER, SIDE).get("/admin/", "Accept-Language", "en");

        assertThat(refused.statusCode()).isEqualTo(403);
        assertThat(refused.body()).contains("This page is not for you").doesNotContain("account.");
    }

    @Test
    void speaksTheReadersLanguage() {
        assertThat(Calls.asNobody(SIDE).get("/admin/", "Accept-Language", "ru").body())
                .doesNotContain("Your phone number");
        assertThat(Calls.inABrowserAs(Role.ADMIN, SIDE)
                        .get("/admin/people/", "Accept-Language", "ru")
                        .body())
                .contains("lang=\"ru\"", "Люди", "Заблокирован");
    }

    @Test
    void runsNothingThatIsNotItsOwn() { // L2
        var page = Calls.inABrowserAs(Role.ADMIN, SIDE).get("/admin/people/");

        assertThat(page.headers().firstValue("Content-Security-Policy"))
                .hasValueSatisfying(policy ->
                        assertThat(policy).contains("default-src 'self'").doesNotContain("unsafe-inline"));
        assertThat(page.body()).contains("&lt;script&gt;").doesNotContain("<script>", " style=", "onclick");
        for (String asset :
                new String[] {"page.css", "desk.css", "sign-in.js", "calls.js", "profile.js", "htmx.min.js"}) {
            assertThat(Calls.asNobody(SIDE).get("/assets/" + asset).statusCode())
                    .isEqualTo(200);
        }
        assertThat(Calls.asNobody(SIDE)
                        .get("/assets/words/common_ru.properties")
                        .statusCode())
                .isEqualTo(404);
    }

    /** The people of a list, in its order. */
    private static List<UUID> people(String page) {
        return Pattern.compile("<td[^>]*><a href=\"/admin/people/([0-9a-f-]{36})/\"")
                .matcher(page)
                .results()
                .map(link -> UUID.fromString(link.group(1)))
                .toList();
    }

    private static String further(String page) {
        Matcher link = Pattern.compile("rel=\"next\" href=\"([^\"]*)\"").matcher(page);
        assertThat(link.find()).isTrue();
        return link.group(1).replace("&amp;", "&");
    }
}
