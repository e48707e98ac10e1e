package io.ringkey.query.figures;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringkey.api.Personal;
import io.ringkey.api.account.Role;
import io.ringkey.api.limit.LimitEvent.LimitRefused;
import io.ringkey.api.limit.LimitEvent.RefusalsCounted;
import io.ringkey.api.limit.LimitRule;
import io.ringkey.api.verification.VerificationEvent.CodeVerified;
import io.ringkey.api.verification.VerificationEvent.WrongCodeGiven;
import io.ringkey.api.verification.Way;
import io.ringkey.query.support.Calls;
import io.ringkey.query.support.RunningQuerySide;
import io.ringkey.query.support.TestPerson;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class FiguresAreCountedTest {

    private static final RunningQuerySide SIDE = RunningQuerySide.start();
    private static final Instant NOW =
            SIDE.bean(Clock.class).instant().truncatedTo(ChronoUnit.HOURS).plusSeconds(1);

    @BeforeAll
    static void someHistory() {
        var inviter = TestPerson.registered(SIDE, NOW);
        var brought = TestPerson.registered(SIDE, NOW.minus(Duration.ofHours(3)));
        brought.isBroughtBy(inviter, NOW);
        TestPerson.registered(SIDE, NOW.minus(Duration.ofDays(40)));
        guesses(inviter, NOW, 3);
        signsIn(inviter, NOW);
        var rule = SIDE.newId();
        SIDE.append(
                rule,
                new LimitRefused(rule, LimitRule.NUMBER_SENDS, null, NOW, NOW.plusSeconds(60)),
                new LimitRefused(rule, LimitRule.NUMBER_SENDS, null, NOW, NOW.plusSeconds(60)),
                new RefusalsCounted(rule, LimitRule.NUMBER_SENDS, NOW, NOW.plusSeconds(60), 2, 50));
        SIDE.settle();
    }

    @AfterAll
    static void stop() {
        SIDE.close();
    }

    @Test
    void ofEveryKindInTheDaysThatAreAskedFor() {
        assertThat(totals("7"))
                .containsEntry("new-people", 2L)
                .containsEntry("referrals", 1L)
                .containsEntry("wrong-codes", 3L)
                .containsEntry("sign-ins", 1L)
                .containsEntry("erased", 0L);
        assertThat(totals("60")).containsEntry("new-people", 3L);
    }

    @Test
    void refusalsByTheirRuleEachOnce() {
        assertThat(totals("7")).containsEntry("refused.number-sends", 50L);
    }

    @Test
    void byTheHourInAFewDaysAndByTheDayInMore() {
        var hours = Calls.as(Role.MODERATOR, SIDE).json("/api/admin/stats/?days=1");
        var days = Calls.as(Role.MODERATOR, SIDE).json("/api/admin/stats/?days=30");

        assertThat(hours.get("step").asString()).isEqualTo("hour");
        assertThat(hours.get("series").get(0).get("points")).hasSize(24);
        assertThat(days.get("step").asString()).isEqualTo("day");
        assertThat(days.get("series").get(0).get("points")).hasSize(30);
        assertThat(days.get("series").get(0).get("points").get(29).get("at").asString())
                .isEqualTo(NOW.truncatedTo(ChronoUnit.DAYS).toString());
    }

    @Test
    void onlyForDaysThatThereCanBe() {
        for (String days : new String[] {"0", "-1", "367", "many"}) {
            assertThat(Calls.as(Role.MODERATOR, SIDE)
                            .get("/api/admin/stats/?days=" + days)
                            .statusCode())
                    .as(days)
                    .isEqualTo(400);
        }
    }

    @Test
    void theOverviewShowsThemAndLeadsAnAdminToTheEvents() {
        String seenByAdmin = overview(Role.ADMIN);
        String seenByModerator = overview(Role.MODERATOR);

        assertThat(seenByAdmin)
                .contains("Sign-ins", "/admin/events/?type=verification.code-verified&amp;from=", "Refused: messages");
        assertThat(seenByModerator).contains("Sign-ins", "<rect").doesNotContain("/admin/events/");
        assertThat(Calls.inABrowserAs(Role.ADMIN, SIDE).get("/admin/?days=0").statusCode())
                .isEqualTo(400);
    }

    private static String overview(Role role) {
        return Calls.inABrowserAs(role, SIDE)
                .get("/admin/?days=7", "Accept-Language", "en")
                .body();
    }

    private static Map<String, Long> totals(String days) {
        var totals = new HashMap<String, Long>();
        Calls.as(Role.MODERATOR, SIDE)
                .json("/api/admin/stats/?days=" + days)
                .get("series")
                .forEach(series -> totals.put(
                        series.get("name").asString(), series.get("total").asLong()));
        return totals;
    }

    private static void guesses(TestPerson person, Instant at, int times) {
        for (int i = 0; i < times; i++) {
            SIDE.append(
                    person.numberStream(),
                    new WrongCodeGiven(
                            person.numberStream(),
                            SIDE.newId(),
                            2,
                            at,
                            Personal.of(person.subject(), "203.0.113.7"),
                            null));
        }
    }

    private static void signsIn(TestPerson person, Instant at) {
        SIDE.append(
                person.numberStream(),
                new CodeVerified(
                        person.numberStream(),
                        SIDE.newId(),
                        person.account(),
                        SIDE.newId(),
                        Way.TOKEN_PAIR,
                        at,
                        Personal.of(person.subject(), "203.0.113.7"),
                        null));
    }
}
