package io.ringkey.query.replay;

import static org.awaitility.Awaitility.await;

import io.ringkey.api.Personal;
import io.ringkey.api.account.AccountEvent.InviteCodeGiven;
import io.ringkey.api.account.AccountEvent.PersonRegistered;
import io.ringkey.api.account.Role;
import io.ringkey.api.session.SessionEvent.SessionOpened;
import io.ringkey.api.verification.DeviceClass;
import io.ringkey.api.verification.Purpose;
import io.ringkey.api.verification.VerificationEvent.CodeRequested;
import io.ringkey.api.verification.VerificationEvent.CodeVerified;
import io.ringkey.api.verification.Way;
import io.ringkey.eventstore.InTheClear;
import io.ringkey.query.support.Calls;
import io.ringkey.query.support.RunningQuerySide;
import io.ringkey.query.support.TestPerson;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import org.axonframework.eventhandling.StreamingEventProcessor;
import org.junit.jupiter.api.Test;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * What the encryption of personal values costs the bare record, with no command around it, in a database that waits for
 * the disk: first sign-ins appended in a second, each two transactions of five events with two new keys, and events replayed in a second, against the same with the values left in the clear. Both
 * run by turns on one database server, and medians are compared. A measurement, which asserts nothing but that every
 * event is projected.
 */
class EncryptionCost {

    private static final int PEOPLE = Integer.getInteger("ringkey.bench-people", 2000);
    private static final int ROUNDS = Integer.getInteger("ringkey.bench-rounds", 7);
    private static final int EVENTS_OF_A_SIGN_IN = 5;
    private static final String USER_AGENT = "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0";
    private static final List<String> PROJECTIONS = List.of("profiles", "logins", "sessions", "figures");

    @Test
    void againstValuesInTheClear() {
        try (var sealed = RunningQuerySide.start();
                var clear = RunningQuerySide.start(InTheClear.class)) {
            var appended = new Figures();
            var replayed = new Figures();
            forEachProjection(sealed, StreamingEventProcessor::shutDown);
            forEachProjection(clear, StreamingEventProcessor::shutDown);
            refuseToMeasureWithoutDisk(sealed);
            refuseToMeasureWithoutDisk(clear);
            append(sealed);
            append(clear);
            for (int round = 0; round < ROUNDS; round++) {
                appended.add(append(sealed), append(clear));
            }
            forEachProjection(sealed, StreamingEventProcessor::start);
            forEachProjection(clear, StreamingEventProcessor::start);
            replay(sealed);
            replay(clear);
            for (int round = 0; round < ROUNDS; round++) {
                replayed.add(replay(sealed), replay(clear));
            }
            System.out.printf(
                    "events a second, medians of %d rounds: encrypted, in the clear, ratio%n  appended  %s%n  replayed  %s%n",
                    ROUNDS, appended, replayed);
        }
    }

    /** Without waiting for the disk, a commit costs next to nothing, and every round trip would seem to weigh twice. */
    private static void refuseToMeasureWithoutDisk(RunningQuerySide side) {
        for (String setting : List.of("fsync", "synchronous_commit")) {
            if (!side.database()
                    .sql("SHOW " + setting)
                    .query(String.class)
                    .single()
                    .equals("on")) {
                throw new AssertionError(setting + " is off: run this as the README says");
            }
        }
    }

    private static double append(RunningQuerySide side) {
        var transactions = new TransactionTemplate(side.bean(PlatformTransactionManager.class));
        long start = System.nanoTime();
        for (int person = 0; person < PEOPLE; person++) {
            signIn(side, transactions);
        }
        return PEOPLE * EVENTS_OF_A_SIGN_IN / seconds(start);
    }

    private static void forEachProjection(RunningQuerySide side, Consumer<StreamingEventProcessor> what) {
        PROJECTIONS.forEach(projection -> what.accept(side.processor(projection)));
    }

    private static void signIn(RunningQuerySide side, TransactionTemplate transactions) {
        TestPerson person = TestPerson.unregistered(side);
        UUID number = side.newId();
        UUID challenge = side.newId();
        UUID session = side.newId();
        var at = TestPerson.REGISTERED;
        transactions.executeWithoutResult(asked -> side.append(
                person.numberStream(),
                new CodeRequested(
                        person.numberStream(),
                        number,
                        challenge,
                        Purpose.SIGN_IN,
                        DeviceClass.UNRECOGNISED,
                        Personal.of(number, person.phone()),
                        4,
                        3,
                        at,
                        at.plusSeconds(300),
                        Personal.of(number, "203.0.113.7"),
                        Personal.of(number, USER_AGENT))));
        transactions.executeWithoutResult(given -> {
            side.append(
                    person.numberStream(),
                    new CodeVerified(
                            person.numberStream(),
                            challenge,
                            person.account(),
                            session,
                            Way.TOKEN_PAIR,
                            at,
                            Personal.of(number, "203.0.113.7"),
                            Personal.of(number, USER_AGENT)));
            side.append(
                    person.account(),
                    new PersonRegistered(
                            person.account(),
                            person.subject(),
                            person.numberStream(),
                            Personal.of(person.subject(), person.phone()),
                            at),
                    new InviteCodeGiven(person.account(), person.inviteCode(), at));
            side.append(
                    session,
                    new SessionOpened(
                            session,
                            person.account(),
                            person.subject(),
                            challenge,
                            Way.TOKEN_PAIR,
                            DeviceClass.UNRECOGNISED,
                            at,
                            at.plusSeconds(86_400),
                            Personal.of(person.subject(), "203.0.113.7"),
                            Personal.of(person.subject(), USER_AGENT)));
        });
    }

    /** All projections, one after another. */
    private static double replay(RunningQuerySide side) {
        Calls admin = Calls.as(Role.ADMIN, side);
        long start = System.nanoTime();
        for (String projection : PROJECTIONS) {
            String path = "/api/admin/projections/" + projection + "/replay/";
            if (admin.post(path).statusCode() != 202) {
                throw new AssertionError("no replay of " + projection);
            }
            await().atMost(Duration.ofMinutes(10))
                    .pollInterval(Duration.ofMillis(5))
                    .until(() -> "finished".equals(admin.json(path).get("state").asString()));
        }
        double took = seconds(start);
        if (side.deadLetters() > 0) {
            throw new AssertionError("not every event was projected");
        }
        return side.last() * PROJECTIONS.size() / took;
    }

    private static double seconds(long start) {
        return (System.nanoTime() - start) / (double) Duration.ofSeconds(1).toNanos();
    }

    private record Figures(List<Double> sealed, List<Double> clear) {

        Figures() {
            this(new ArrayList<>(), new ArrayList<>());
        }

        void add(double withKeys, double without) {
            sealed.add(withKeys);
            clear.add(without);
        }

        @Override
        public String toString() {
            return "%.0f  %.0f  %.2f".formatted(median(sealed), median(clear), median(sealed) / median(clear));
        }

        private static double median(List<Double> values) {
            return values.stream().sorted().skip(values.size() / 2).findFirst().orElseThrow();
        }
    }
}
