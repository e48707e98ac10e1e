package io.ringkey.query.attack;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringkey.api.Personal;
import io.ringkey.api.account.Role;
import io.ringkey.api.verification.VerificationEvent.WrongCodeGiven;
import io.ringkey.query.support.Calls;
import io.ringkey.query.support.RunningQuerySide;
import io.ringkey.query.support.TestPerson;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class AttacksAreSeenTest {

    private static final RunningQuerySide SIDE = RunningQuerySide.start();
    private static final Instant NOW = SIDE.bean(Clock.class).instant();

    @AfterAll
    static void stop() {
        SIDE.close();
    }

    @Test
    void onNumbersAndFromAddressesOfTheLastHoursButNotPeopleWhoMistype() {
        var victim = TestPerson.registered(SIDE);
        for (int i = 0; i < 6; i++) {
            wrong(victim, "198.51.100." + i, NOW);
        }
        for (int i = 0; i < 5; i++) {
            wrong(TestPerson.registered(SIDE), "203.0.113.99", NOW);
        }
        var clumsy = TestPerson.registered(SIDE);
        for (int i = 0; i < 3; i++) {
            wrong(clumsy, "192.0.2.1", NOW);
        }
        var longAgo = TestPerson.registered(SIDE);
        for (int i = 0; i < 20; i++) {
            wrong(longAgo, "192.0.2.2", NOW.minus(Duration.ofHours(5)));
        }
        SIDE.settle();

        JsonNode lastHour = Calls.as(Role.MODERATOR, SIDE).json("/api/admin/attacks/?hours=1");
        JsonNode lastDay = Calls.as(Role.MODERATOR, SIDE).json("/api/admin/attacks/?hours=24");

        assertThat(lastHour.get("numbers")).hasSize(1);
        JsonNode number = lastHour.get("numbers").get(0);
        assertThat(number.get("stream").asString())
                .isEqualTo(victim.numberStream().toString());
        assertThat(number.get("user_id").asString()).isEqualTo(victim.account().toString());
        assertThat(number.get("failed").asLong()).isEqualTo(6);
        assertThat(number.get("addresses").asLong()).isEqualTo(6);
        assertThat(lastHour.get("addresses")).hasSize(1);
        assertThat(lastHour.get("addresses").get(0).get("address").asString()).isEqualTo("203.0.113.99");
        assertThat(lastHour.get("addresses").get(0).get("numbers").asLong()).isEqualTo(5);
        assertThat(lastDay.get("numbers")).hasSize(2);
        assertThat(lastDay.get("numbers").get(0).get("stream").asString())
                .isEqualTo(longAgo.numberStream().toString());
        assertThat(lastDay.get("addresses")).hasSize(2);

        String page = Calls.inABrowserAs(Role.ADMIN, SIDE)
                .get("/admin/security/?hours=24", "Accept-Language", "en")
                .body();
        assertThat(page).contains("203.0.113.99", "/admin/people/" + victim.account() + "/", "/admin/events/?ip=");
    }

    @Test
    void ofHoursThatThereCanBe() {
        for (String hours : new String[] {"0", "25", "x"}) {
            assertThat(Calls.as(Role.MODERATOR, SIDE)
                            .get("/api/admin/attacks/?hours=" + hours)
                            .statusCode())
                    .as(hours)
                    .isEqualTo(400);
        }
    }

    @Test
    void byStaffAlone() { // A4
        assertThat(Calls.as(Role.USER, SIDE).get("/api/admin/attacks/").statusCode())
                .isEqualTo(403);
        assertThat(Calls.asNobody(SIDE).get("/api/admin/attacks/").statusCode()).isEqualTo(401);
    }

    private static void wrong(TestPerson person, String address, Instant at) {
        SIDE.append(
                person.numberStream(),
                new WrongCodeGiven(
                        person.numberStream(), SIDE.newId(), 2, at, Personal.of(person.subject(), address), null));
    }
}
