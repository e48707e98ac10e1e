package io.ringkey.query.home;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringkey.query.support.Calls;
import io.ringkey.query.support.RunningQuerySide;
import io.ringkey.query.support.TestPerson;
import java.net.http.HttpResponse;
import java.util.Locale;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class HomePageTest {

    private static final RunningQuerySide SIDE = RunningQuerySide.start();
    private static final String LANGUAGE = "Accept-Language";

    private static TestPerson person = TestPerson.unregistered(SIDE);
    private static TestPerson brought = TestPerson.unregistered(SIDE);

    @BeforeAll
    static void somebodyWhoBroughtSomebody() {
        person.register(TestPerson.REGISTERED);
        person.lives("<b>bold@example.org</b>", "<script>alert(1)</script>");
        brought.register(TestPerson.REGISTERED.plusSeconds(1));
        brought.isBroughtBy(person, TestPerson.REGISTERED.plusSeconds(2));
        SIDE.settle();
    }

    @AfterAll
    static void stop() {
        SIDE.close();
    }

    @Test
    void showsWhereToSignIn() {
        var page = Calls.asNobody(SIDE).get("/", LANGUAGE, "en");

        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.body())
                .contains("With your phone number.", "one-time-code")
                .doesNotContain("+7913");
    }

    @Test
    void saysToTheInvitedThatTheyAre() {
        assertThat(Calls.asNobody(SIDE).get("/?invite=ABC234", LANGUAGE, "en").body())
                .contains("You are invited.");
    }

    @Test
    void showsPeopleWhatIsTheirs() {
        String page = of(person, "/").body();

        assertThat(page)
                .contains(person.phone(), person.inviteCode(), "/?invite=" + person.inviteCode(), "<svg")
                .contains("this one", masked(brought))
                .doesNotContain(brought.phone(), brought.inviteCode());
    }

    @Test
    void showsTheInvitedTheCodeUntilTheyHaveAppliedOne() {
        String link = "/?invite=" + person.inviteCode().toLowerCase(Locale.ROOT);
        TestPerson invited = TestPerson.registered(SIDE);
        SIDE.settle();

        assertThat(of(invited, link).body()).contains("value=\"" + person.inviteCode() + "\"");
        assertThat(of(brought, link).body())
                .contains("Invited with the code")
                .doesNotContain("value=\"" + person.inviteCode() + "\"");
        assertThat(of(person, link).body()).as("one's own").doesNotContain("value=\"" + person.inviteCode() + "\"");
        assertThat(of(invited, "/?invite=%3Cscript%3E").body()).doesNotContain("value=\"&lt;");
    }

    @Test
    void runsNothingThatSomebodyTyped() { // L2
        var page = of(person, "/");

        assertThat(page.headers().firstValue("Content-Security-Policy"))
                .hasValueSatisfying(policy -> assertThat(policy).contains("default-src 'self'"));
        assertThat(page.body())
                .contains("&lt;script&gt;", "&lt;b&gt;")
                .doesNotContain("<script>", "<b>bold", " style=", "onclick");
    }

    // A2
    @Test
    void showsNothingOfThePersonToWhoeverIsPerhapsSomebodyElse() {
        var page = Calls.inABrowserAs(person, false, SIDE).get("/", LANGUAGE, "en");

        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.body())
                .contains(person.phone(), "Start as a new person")
                .doesNotContain("bold@example.org", person.inviteCode(), masked(brought));
    }

    @Test
    void refusesAPlaceInAListThatIsNone() {
        assertThat(of(person, "/?people=nonsense").statusCode()).isEqualTo(400);
        assertThat(of(person, "/?logins=nonsense").statusCode()).isEqualTo(400);
        assertThat(of(person, "/?sessions=nonsense").statusCode()).isEqualTo(400);
    }

    @Test
    void speaksTheReadersLanguage() {
        assertThat(Calls.inABrowserAs(person, true, SIDE)
                        .get("/", LANGUAGE, "ru")
                        .body())
                .contains("lang=\"ru\"", "Мой инвайт-код");
    }

    private static HttpResponse<String> of(TestPerson whose, String path) {
        return Calls.inABrowserAs(whose, true, SIDE).get(path, LANGUAGE, "en");
    }

    private static String masked(TestPerson somebody) {
        return somebody.phone().substring(0, 5) + "•••••" + somebody.phone().substring(10);
    }
}
