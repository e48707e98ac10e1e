package io.ringkey.command.session;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jwt.SignedJWT;
import io.ringkey.api.account.AccountId;
import io.ringkey.api.account.Role;
import io.ringkey.command.device.DeviceOfCall;
import io.ringkey.command.testing.Answer;
import io.ringkey.command.testing.People;
import io.ringkey.command.testing.People.Person;
import io.ringkey.command.testing.RunningCommandSide;
import java.text.ParseException;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class RecycledNumbersTest {

    private static final Duration DORMANT = Duration.ofDays(90);

    private static RunningCommandSide app;
    private static People people;

    @BeforeAll
    static void start() {
        app = RunningCommandSide.start(Map.of());
        people = new People(app);
    }

    @AfterAll
    static void stop() {
        app.close();
    }

    // A2
    @Test
    void letsWhoeverSignsInAfterLongWriteNothing() {
        Person anna = people.somebody();
        anna.patch(Map.of("city", "Омск"));
        app.clock().advance(DORMANT);

        Person holder = signIn(anna);

        assertUnconfirmed(holder);
        assertFailed(holder.call("DELETE", holder.path()), 403, "person.unconfirmed");
        assertFailed(holder.patch(Map.of("phone", RunningCommandSide.newPhone())), 403, "person.unconfirmed");
        assertFailed(holder.call("DELETE", holder.path() + "sessions/"), 403, "person.unconfirmed");
        assertThat(app.stream(sessionOf(holder))).containsExactly("session.opened", "session.left-unconfirmed");
        assertThat(holder.call("POST", "/api/users/logout/").status()).isEqualTo(204);
    }

    // A2
    @Test
    void isNotMisledBySigningInTwiceNorByRefreshing() {
        Person anna = people.somebody();
        app.clock().advance(DORMANT);
        Answer tokens = app.signIn(anna.phone());
        app.clock().advance(Duration.ofMinutes(2));
        Answer refreshed = app.refresh(tokens.text("refresh"));

        assertUnconfirmed(new Person(app, anna.id(), anna.phone(), refreshed.text("access")));
        app.clock().advance(Duration.ofDays(1));
        assertUnconfirmed(signIn(anna));
    }

    // A2
    @Test
    void givesUnconfirmedTokensThatOtherServicesDoNotTake() throws ParseException {
        Person anna = people.somebody();
        assertThat(audienceOf(anna)).isEqualTo("ringkey");
        app.clock().advance(DORMANT);

        assertThat(audienceOf(signIn(anna))).isEqualTo("ringkey-unconfirmed");
    }

    @Test
    void takesWhoeverCameInTimeForThePerson() {
        Person anna = people.somebody();
        app.clock().advance(DORMANT.minusSeconds(1));

        Person again = signIn(anna);

        assertThat(again.patch(Map.of("city", "Омск")).status()).isEqualTo(200);
        app.clock().advance(DORMANT.minusSeconds(1));
        assertThat(signIn(anna).patch(Map.of("city", "Омск")).status()).isEqualTo(200);
    }

    // A2
    @Test
    void isConfirmedByAnotherSessionOrByAnAdmin() {
        Person anna = people.somebody();
        app.clock().advance(DORMANT);
        Person first = signIn(anna);
        app.clock().advance(Duration.ofMinutes(2));
        Person second = signIn(anna);
        app.clock().advance(Duration.ofMinutes(2));
        Person third = signIn(anna);
        Person admin = people.somebody(Role.ADMIN);

        assertFailed(second.call("POST", confirmation(first)), 403, "person.unconfirmed");
        assertFailed(people.somebody().call("POST", confirmation(first)), 404, "not-found");
        assertThat(admin.call("POST", confirmation(first)).status()).isEqualTo(204);
        assertThat(first.patch(Map.of("city", "Омск")).status()).isEqualTo(200);
        assertUnconfirmed(second);

        assertThat(first.call("POST", "/api/users/me/sessions/" + sessionOf(second) + "/confirm/")
                        .status())
                .isEqualTo(204);
        assertThat(second.patch(Map.of("city", "Томск")).status()).isEqualTo(200);
        assertThat(app.stream(sessionOf(second))).endsWith("session.confirmed");
        assertFailed(first.call("POST", "/api/users/me/sessions/" + sessionOf(admin) + "/confirm/"), 404, "not-found");

        assertUnconfirmed(third);
        assertThat(admin.call("POST", "/api/admin/users/" + anna.id() + "/confirm/")
                        .status())
                .isEqualTo(204);
        assertThat(third.patch(Map.of("city", "Омск")).status()).isEqualTo(200);
    }

    // A2
    @Test
    void takesWhoeverComesWithAKnownDeviceForThePerson() {
        Person anna = people.somebody();
        String device = signInWith(anna, DeviceOfCall.NEW).text("device");
        app.clock().advance(DORMANT);
        Person holder = signIn(anna);

        Person again = personOf(anna, signInWith(anna, device));

        assertThat(app.stream(sessionOf(again))).containsExactly("session.opened");
        assertThat(again.patch(Map.of("city", "Омск")).status()).isEqualTo(200);
        assertUnconfirmed(holder);
        assertThat(again.call("POST", "/api/users/me/sessions/" + sessionOf(holder) + "/confirm/")
                        .status())
                .isEqualTo(204);
        assertThat(holder.patch(Map.of("city", "Томск")).status()).isEqualTo(200);
    }

    // A2
    @Test
    void makesNoDeviceKnownByWhichAnotherHolderWouldPassForThePerson() {
        Person anna = people.somebody();
        app.clock().advance(DORMANT);

        Answer holder = signInWith(anna, DeviceOfCall.NEW);
        Answer asked = app.askForCode(anna.phone());
        Answer browser = app.putLogin(Map.of("phone", anna.phone(), "auth_code", asked.text("auth_code")));

        assertThat(holder.has("device")).isFalse();
        assertThat(browser.status()).as(browser.toString()).isEqualTo(200);
        assertThat(browser.cookie("ringkey_device")).isEmpty();
        assertUnconfirmed(signIn(anna));
        Person admin = people.somebody(Role.ADMIN);
        admin.call("POST", "/api/admin/users/" + anna.id() + "/confirm/");
        String device = signInWith(anna, DeviceOfCall.NEW).text("device");
        app.clock().advance(DORMANT);
        assertThat(personOf(anna, signInWith(anna, device)).patch(Map.of()).status())
                .isEqualTo(200);
    }

    // A2
    @Test
    void letsTheHolderStartAnewAndLeavesTheOtherWithoutANumber() {
        Person anna = people.somebody();
        app.clock().advance(DORMANT);
        Person holder = signIn(anna);

        Answer anew = holder.call("POST", "/api/users/me/start-anew/");

        assertThat(anew.status()).as(anew.toString()).isEqualTo(204);
        assertFailed(holder.patch(Map.of("city", "Омск")), 401, "token.invalid");
        assertThat(anna.events()).endsWith("account.number-given-up");
        Answer next = app.signIn(anna.phone());
        assertThat(next.text("user_id")).isNotEqualTo(anna.id().toString());
        var somebody = new Person(app, AccountId.parse(next.text("user_id")), anna.phone(), next.text("access"));
        assertThat(somebody.patch(Map.of("city", "Омск")).status()).isEqualTo(200);
        assertFailed(somebody.call("POST", "/api/users/me/start-anew/"), 409, "person.confirmed");
    }

    @Test
    void takesEverybodyForThePersonWhereItIsOff() {
        try (var off = RunningCommandSide.start(Map.of("DORMANT_AFTER", "0"))) {
            String phone = RunningCommandSide.newPhone();
            off.signIn(phone);
            off.clock().advance(DORMANT.multipliedBy(10));
            Answer tokens = off.signIn(phone);

            assertThat(off.call(
                                    "PATCH",
                                    "/api/users/me/",
                                    Map.of("city", "Омск"),
                                    "Authorization",
                                    "Bearer " + tokens.text("access"))
                            .status())
                    .isEqualTo(200);
        }
    }

    private static Person signIn(Person person) {
        return personOf(person, app.signIn(person.phone()));
    }

    private static Answer signInWith(Person person, String device) {
        Answer asked = app.askForCode(person.phone(), DeviceOfCall.HEADER, device);
        return app.postToken(person.phone(), asked.text("auth_code"), DeviceOfCall.HEADER, device);
    }

    private static Person personOf(Person person, Answer tokens) {
        assertThat(tokens.text("user_id"))
                .as(tokens.toString())
                .isEqualTo(person.id().toString());
        return new Person(app, person.id(), person.phone(), tokens.text("access"));
    }

    private static String confirmation(Person person) {
        return person.path() + "sessions/" + sessionOf(person) + "/confirm/";
    }

    private static UUID sessionOf(Person person) {
        try {
            return UUID.fromString(
                    SignedJWT.parse(person.access()).getJWTClaimsSet().getStringClaim("sid"));
        } catch (ParseException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String audienceOf(Person person) throws ParseException {
        return String.join(
                " ", SignedJWT.parse(person.access()).getJWTClaimsSet().getAudience());
    }

    private static void assertUnconfirmed(Person person) {
        assertFailed(person.patch(Map.of("city", "Омск")), 403, "person.unconfirmed");
    }

    private static void assertFailed(Answer answer, int status, String code) {
        assertThat(answer.status()).as(answer.toString()).isEqualTo(status);
        assertThat(answer.text("code")).isEqualTo(code);
    }
}
