package io.ringkey.query.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringkey.api.account.Role;
import io.ringkey.query.support.Calls;
import io.ringkey.query.support.RunningQuerySide;
import io.ringkey.query.support.TestPerson;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class AdminPageTest {

    private static final RunningQuerySide SIDE = RunningQuerySide.start();
    private static final int PEOPLE = 25;

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
    void showsPeopleMaskedToAModeratorAndNoEvents() { // A7
        var page = Calls.inABrowserAs(Role.MODERATOR, SIDE).get("/admin/", "Accept-Language", "en");

        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.body()).contains("People", "•").doesNotContain("Newest events");
        assertThat(Pattern.compile("\\+7913\\d{7}").matcher(page.body()).find()).isFalse();
    }

    @Test
    void showsPeopleAndEventsToAnAdminPageByPage() {
        var browser = Calls.inABrowserAs(Role.ADMIN, SIDE);

        var first = browser.get("/admin/", "Accept-Language", "en").body();

        assertThat(first).contains("Newest events", "account.invite-code-given");
        assertThat(phones(first)).isEqualTo(20);
        var second =
                browser.get(older(first, "people"), "Accept-Language", "en").body();
        assertThat(phones(second)).isEqualTo(PEOPLE + 1 - 20);
        assertThat(second).contains("Newest</a>");
        var events = browser.get(older(first, "events"), "Accept-Language", "en");
        assertThat(events.statusCode()).isEqualTo(200);
        assertThat(phones(events.body())).isEqualTo(20);
        assertThat(browser.get("/admin/?people=nonsense").statusCode()).isEqualTo(400);
    }

    @Test
    void turningThePagesOfOneListLeavesTheOtherWhereItIs() {
        var browser = Calls.inABrowserAs(Role.ADMIN, SIDE);
        String people = older(browser.get("/admin/", "Accept-Language", "en").body(), "people");

        String events = older(browser.get(people, "Accept-Language", "en").body(), "events");

        assertThat(phones(browser.get(events, "Accept-Language", "en").body())).isEqualTo(PEOPLE + 1 - 20);
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
                        .get("/admin/", "Accept-Language", "ru")
                        .body())
                .contains("lang=\"ru\"", "Люди", "Последние события");
    }

    @Test
    void runsNothingThatIsNotItsOwn() { // L2
        var page = Calls.inABrowserAs(Role.ADMIN, SIDE).get("/admin/");

        assertThat(page.headers().firstValue("Content-Security-Policy"))
                .hasValueSatisfying(policy ->
                        assertThat(policy).contains("default-src 'self'").doesNotContain("unsafe-inline"));
        assertThat(page.body()).contains("&lt;script&gt;").doesNotContain("<script>", " style=", "onclick");
        for (String asset : new String[] {"page.css", "sign-in.js", "calls.js", "profile.js"}) {
            assertThat(Calls.asNobody(SIDE).get("/assets/" + asset).statusCode())
                    .isEqualTo(200);
        }
        assertThat(Calls.asNobody(SIDE).get("/assets/words_ru.properties").statusCode())
                .isEqualTo(404);
    }

    private static long phones(String page) {
        return Pattern.compile("\\+7913\\d{7}<").matcher(page).results().count();
    }

    /** The link to the next page of one of the lists. */
    private static String older(String page, String list) {
        Matcher link = Pattern.compile("rel=\"next\" href=\"([^\"]*[?&;]" + list + "=[^\"]*)\"")
                .matcher(page);
        assertThat(link.find()).isTrue();
        return link.group(1).replace("&amp;", "&");
    }
}
