package io.ringkey.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringkey.standalone.support.Client;
import io.ringkey.standalone.support.Client.Answer;
import io.ringkey.standalone.support.Person;
import io.ringkey.standalone.support.SharedProgram;
import io.ringkey.standalone.support.Together;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Straight after the answer, with no retry and no header. */
class ReadYourOwnWritesTest {

    private static final int ROUNDS = Integer.getInteger("ringkey.rounds", 200);
    private static final int LANES = 4;
    private static final int FIRST_RANGE = 200;

    private final Client client = SharedProgram.client();

    @Test
    void aFirstSignInIsFollowedByAProfile() {
        Together.inLanes(LANES, ROUNDS, round -> {
            Person person = Person.signIn(client, Person.phone(FIRST_RANGE, round));

            Answer profile = person.profile();

            assertThat(profile.status()).as("round %d: %s", round, profile).isEqualTo(200);
        });
    }

    @Test
    void aFirstSignInIsFollowedByAHistory() {
        Together.inLanes(LANES, ROUNDS, round -> {
            Person person = Person.signIn(client, Person.phone(FIRST_RANGE + 2, round));

            Answer history = person.client().get("/api/users/me/logins/");

            assertThat(history.status()).as("round %d: %s", round, history).isEqualTo(200);
            assertThat(history.json().path("items")).as("round %d", round).isNotEmpty();
        });
    }

    @Test
    void aChangeIsFollowedByItsValue() {
        List<Person> people = Together.of(LANES, lane -> Person.signIn(client, Person.phone(FIRST_RANGE + 1, lane)));
        Together.inLanes(LANES, ROUNDS, round -> {
            Person person = people.get(round % LANES);
            String city = "Город " + round;
            Answer changed = person.client().send("PATCH", "/api/users/me/", Map.of("city", city));
            assertThat(changed.status()).as("round %d: %s", round, changed).isEqualTo(200);
            assertThat(changed.text("city")).isEqualTo(city);

            assertThat(person.profile().text("city")).isEqualTo(city);
        });
    }
}
