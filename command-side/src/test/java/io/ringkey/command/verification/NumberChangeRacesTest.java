package io.ringkey.command.verification;

import static io.ringkey.command.testing.RunningCommandSide.newPhone;
import static io.ringkey.command.testing.RunningCommandSide.together;
import static org.assertj.core.api.Assertions.assertThat;

import io.ringkey.api.verification.ChallengeId;
import io.ringkey.command.delivery.Deliveries;
import io.ringkey.command.testing.Answer;
import io.ringkey.command.testing.FoldedProfiles;
import io.ringkey.command.testing.LegibleFields;
import io.ringkey.command.testing.People;
import io.ringkey.command.testing.People.Person;
import io.ringkey.command.testing.RunningCommandSide;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/** Numbers changed by many at once, at two processes that share one database. */
@Order(1)
class NumberChangeRacesTest {

    private static RunningCommandSide one;
    private static RunningCommandSide other;
    private static People people;

    @BeforeAll
    static void start() {
        one = RunningCommandSide.start(Map.of(), List.of(LegibleFields.class));
        FoldedProfiles.beside(one);
        other = one.another();
        people = new People(one);
    }

    @AfterAll
    static void stop() {
        other.close();
        one.close();
    }

    @Test
    void givesANumberToOneOfTwoPeopleWhoProveItAHundredTimesAtOnce() {
        // A3
        for (int round = 0; round < 3; round++) {
            Person anna = people.somebody();
            Person boris = people.somebody();
            String phone = newPhone();
            String code = codeOf(anna.put(Map.of("phone", phone)));
            assertThat(codeOf(boris.put(Map.of("phone", phone)))).isEqualTo(code);

            var calls = new ArrayList<Callable<Answer>>();
            for (int i = 0; i < 25; i++) {
                for (RunningCommandSide app : List.of(one, other)) {
                    calls.add(() -> prove(app, anna, code));
                    calls.add(() -> prove(app, boris, code));
                }
            }
            var answers = together(calls);

            assertThat(answers).extracting(Answer::status).isSubsetOf(200, 401);
            assertThat(answers).filteredOn(answer -> answer.status() == 200).hasSizeLessThanOrEqualTo(1);
            assertThat(changesOf(anna) + changesOf(boris)).isEqualTo(1);
            Person winner = changesOf(anna) == 1 ? anna : boris;
            assertThat(ownerOf(phone)).isEqualTo(winner.id().toString());
            one.clock().advance(Duration.ofMinutes(1));
            Person loser = winner == anna ? boris : anna;
            assertThat(one.signIn(loser.phone()).text("user_id"))
                    .isEqualTo(loser.id().toString());
        }
    }

    @Test
    void givesANumberToWhoeverIsFirstWhenItsHolderSignsInMeanwhile() {
        // A1, A3
        for (int round = 0; round < 5; round++) {
            Person anna = people.somebody();
            String phone = newPhone();
            String code = codeOf(anna.put(Map.of("phone", phone)));
            one.clock().advance(Duration.ofSeconds(61));

            var calls = new ArrayList<Callable<Answer>>();
            for (int i = 0; i < 10; i++) {
                RunningCommandSide app = i % 2 == 0 ? one : other;
                calls.add(() -> app.signIn(phone));
                calls.add(() -> prove(app, anna, code));
            }
            var answers = together(calls);

            assertThat(answers).extracting(Answer::status).allMatch(status -> status < 500 || status == 503);
            String owner = ownerOf(phone);
            assertThat(changesOf(anna)).isEqualTo(owner.equals(anna.id().toString()) ? 1 : 0);
            assertThat(answers)
                    .filteredOn(answer -> answer.has("user_id"))
                    .extracting(answer -> answer.text("user_id"))
                    .allMatch(owner::equals);
        }
    }

    @Test
    void movesNobodyToTwoNumbersWhenTwoSessionsProveOneEach() {
        // A3
        for (int round = 0; round < 5; round++) {
            Person anna = people.somebody();
            one.clock().advance(Duration.ofMinutes(1));
            var elsewhere = new Person(
                    one, anna.id(), anna.phone(), one.signIn(anna.phone()).text("access"));
            String first = newPhone();
            String second = newPhone();
            String firstCode = codeOf(anna.put(Map.of("phone", first)));
            String secondCode = codeOf(elsewhere.put(Map.of("phone", second)));

            var answers = together(List.<Callable<Answer>>of(
                    () -> prove(one, anna, firstCode), () -> prove(other, elsewhere, secondCode)));

            assertThat(answers).extracting(Answer::status).containsExactlyInAnyOrder(200, 401);
            assertThat(changesOf(anna)).isEqualTo(1);
            assertThat(one.jdbc()
                            .sql("SELECT count(*) FROM command_state.phone_number WHERE account_id = ?")
                            .param(anna.id().value())
                            .query(Long.class)
                            .single())
                    .isEqualTo(1);
        }
    }

    @Test
    void answersWhateverIsDoneToOnePersonAtOnce() {
        // R6
        for (int round = 0; round < 3; round++) {
            Person anna = people.somebody();
            String phone = newPhone();
            String code = codeOf(anna.put(Map.of("phone", phone)));

            var calls = new ArrayList<Callable<Answer>>();
            for (RunningCommandSide app : List.of(one, other)) {
                for (int i = 0; i < 5; i++) {
                    String city = "Омск " + i;
                    calls.add(() -> at(app, anna).put(Map.of("phone", phone, "city", city)));
                    calls.add(() -> at(app, anna).patch(Map.of("city", city)));
                    calls.add(() -> prove(app, anna, code));
                    calls.add(() -> app.askForCode(anna.phone()));
                }
                calls.add(() -> at(app, anna).call("DELETE", anna.path()));
            }

            // One that found no connection in time may come again; one that fails, or waits for itself, may not be.
            assertThat(together(calls))
                    .extracting(Answer::status)
                    .allMatch(status -> status < 500 || status == 503, "no failure");
        }
    }

    private static Person at(RunningCommandSide app, Person person) {
        return new Person(app, person.id(), person.phone(), person.access());
    }

    private static Answer prove(RunningCommandSide app, Person person, String code) {
        Answer answer;
        do {
            answer = at(app, person).call("PUT", person.path() + "phone/", Map.of("auth_code", code));
            // No connection was free in time: whoever is put off comes again.
        } while (answer.status() == 503);
        return answer;
    }

    private static String codeOf(Answer asked) {
        assertThat(asked.status()).as(asked.toString()).isEqualTo(202);
        String challenge = asked.json().get("phone_change").get("challenge_id").asString();
        return one.bean(Deliveries.class)
                .code(new ChallengeId(UUID.fromString(challenge)))
                .orElseThrow();
    }

    private static long changesOf(Person person) {
        return person.events().stream().filter("account.phone-changed"::equals).count();
    }

    /** Whose account a sign-in with this number opens. */
    private static String ownerOf(String phone) {
        one.clock().advance(Duration.ofMinutes(6));
        return one.signIn(phone).text("user_id");
    }
}
