package io.ringkey.query.inspection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.ringkey.api.Caller;
import io.ringkey.api.Failure;
import io.ringkey.api.FailureCode;
import io.ringkey.api.Personal;
import io.ringkey.api.account.AccountId;
import io.ringkey.api.account.Role;
import io.ringkey.api.session.SessionId;
import io.ringkey.api.verification.VerificationEvent.WrongCodeGiven;
import io.ringkey.eventstore.Times;
import io.ringkey.query.support.Calls;
import io.ringkey.query.support.RunningQuerySide;
import io.ringkey.query.support.TestPerson;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FollowingTheRecordTest {

    private static final String TAIL = "/api/admin/events/tail/";
    private static final RunningQuerySide SIDE = RunningQuerySide.start();

    private final List<LiveTail> opened = new ArrayList<>();

    @AfterEach
    void leave() {
        opened.forEach(LiveTail::close);
    }

    @AfterAll
    static void stop() {
        SIDE.close();
    }

    // A7
    @Test
    void tellsWhatIsAppendedWithPersonalValuesMasked() {
        LiveTail tail = follow("");

        var person = TestPerson.registered(SIDE);

        soon(() -> assertThat(tail.types()).containsExactly("account.person-registered", "account.invite-code-given"));
        assertThat(tail.contentType()).startsWith("text/event-stream");
        assertThat(tail.events().toString()).contains("•").doesNotContain(person.phone());
    }

    @Test
    void tellsNothingThatWasThereBefore() {
        TestPerson.registered(SIDE);
        LiveTail tail = follow("");

        long before = SIDE.last();
        TestPerson.registered(SIDE);

        soon(() -> assertThat(tail.indexes()).containsExactly(before + 1, before + 2));
    }

    @Test
    void keepsToTheConditions() {
        UUID stream = SIDE.newId();
        LiveTail ofType = follow("?type=account.invite-code-given");
        LiveTail ofStream = follow("?stream=" + stream);
        LiveTail ofAddress = follow("?ip=203.0.113.77");

        TestPerson.registered(SIDE);
        for (String address : List.of("198.51.100.1", "203.0.113.77")) {
            SIDE.append(
                    stream,
                    new WrongCodeGiven(
                            stream, SIDE.newId(), 2, TestPerson.REGISTERED, Personal.of(stream, address), null));
        }
        long last = SIDE.last();

        soon(() -> assertThat(ofStream.indexes()).containsExactly(last - 1, last));
        soon(() -> assertThat(ofAddress.indexes()).containsExactly(last));
        assertThat(ofType.types()).containsExactly("account.invite-code-given");
    }

    @Test
    void goesOnWhereSomebodyHadLeft() {
        LiveTail first = follow("");
        TestPerson.registered(SIDE);
        soon(() -> assertThat(first.events()).hasSize(2));
        first.close();
        long missed = SIDE.last();
        TestPerson.registered(SIDE);

        LiveTail second = follow("", "Last-Event-ID", first.last());

        soon(() -> assertThat(second.indexes()).containsExactly(missed + 1, missed + 2));
    }

    @Test
    void saysThatSomebodyWasAwayForTooLong() {
        TestPerson.registered(SIDE);
        SIDE.database()
                .sql("SELECT setval('event_store.domain_event_global_index_seq', ?)")
                .param(SIDE.last() + 20_000)
                .query(Long.class)
                .single();
        TestPerson.registered(SIDE);

        LiveTail tail = follow("", "Last-Event-ID", "1");

        soon(() -> assertThat(tail.notes()).containsExactly("skipped {\"from\":2,\"to\":%d}".formatted(SIDE.last())));
        assertThat(SIDE.getAs(admin(SIDE.newId()), TAIL, "Last-Event-ID", "yesterday")
                        .statusCode())
                .isEqualTo(400);
    }

    // R9
    @Test
    void losesNothingThatIsCommittedAfterWhatCameLater() throws SQLException {
        var person = TestPerson.registered(SIDE);
        LiveTail tail = follow("");
        long early;
        try (Connection slow = SIDE.bean(DataSource.class).getConnection()) {
            slow.setAutoCommit(false);
            try (var insert = slow.prepareStatement("""
                    INSERT INTO event_store.domain_event
                           (event_identifier, aggregate_identifier, sequence_number, type, time_stamp, payload_type,
                            payload_revision, payload, meta_data)
                    SELECT gen_random_uuid(), gen_random_uuid(), 0, 'Test', now(), payload_type, payload_revision,
                           payload, meta_data
                      FROM event_store.domain_event
                     WHERE aggregate_identifier = ? AND sequence_number = 1
                    RETURNING global_index
                    """)) {
                insert.setObject(1, person.account());
                try (var position = insert.executeQuery()) {
                    position.next();
                    early = position.getLong(1);
                }
            }
            TestPerson.registered(SIDE);
            soon(() -> assertThat(tail.events()).hasSize(2));
            assertThat(tail.indexes()).doesNotContain(early);
            slow.commit();
        }

        soon(() -> assertThat(tail.indexes()).hasSize(3).endsWith(early));
    }

    // A6
    @Test
    void endsWhenTheRoleIsTakenAway() {
        endsAfter("UPDATE command_state.session_access SET role = 'moderator' WHERE account_id = ?");
    }

    // T10
    @Test
    void endsWhenTheSessionDoes() {
        endsAfter("UPDATE command_state.session_access SET ended = true WHERE account_id = ?");
    }

    // A6
    @Test
    void endsWhenThePersonIsBlocked() {
        endsAfter("UPDATE command_state.session_access SET blocked = true WHERE account_id = ?");
    }

    // A6, T10: how soon is the sum of two intervals, whatever else the machine has to do
    @Test
    void asksOftenEnoughToEndWithinASecond() {
        assertThat(Tail.ASK_AGAIN_EVERY.plus(Tail.LOOK_EVERY)).isLessThan(Duration.ofSeconds(1));
    }

    private void endsAfter(String change) {
        var times = Times.of(3, () -> followUntilItEndsAfter(change));

        assertThat(times.slowerThan(4_000)).as(times.toString()).isFalse();
    }

    private void followUntilItEndsAfter(String change) {
        UUID admin = SIDE.newId();
        LiveTail tail = followAs(admin, "");
        TestPerson.registered(SIDE);
        soon(() -> assertThat(tail.events()).hasSize(2));

        SIDE.database().sql(change).param(admin).update();

        await().until(tail::isOver);
        assertThat(tail.notes()).containsExactly("end {\"why\":\"refused\"}");
        TestPerson.registered(SIDE);
        assertThat(tail.events()).hasSize(2);
    }

    @Test
    void replacesTheOldestOfSomebodyWhoOpensTooMany() {
        UUID admin = SIDE.newId();
        LiveTail oldest = followAs(admin, "");
        for (int more = 0; more < Tails.OF_ONE_PERSON; more++) {
            followAs(admin, "");
        }

        soon(() -> assertThat(oldest.notes()).containsExactly("end {\"why\":\"replaced\"}"));
        assertThat(opened.subList(1, opened.size())).noneMatch(LiveTail::isOver);
    }

    @Test
    void areNotMoreThanTheProcessCanBear() {
        var tails = new Tails();
        tails.start();
        Tails.Place first = tails.open(caller());
        for (int more = 1; more < Tails.OF_THE_PROCESS; more++) {
            tails.open(caller());
        }

        assertThatThrownBy(() -> tails.open(caller()))
                .isInstanceOfSatisfying(
                        Failure.class, failure -> assertThat(failure.code()).isEqualTo(FailureCode.TRY_LATER));
        first.close();
        tails.open(caller());
        tails.stop();
        assertThat(tails.size()).isZero();
        assertThatThrownBy(() -> tails.open(caller())).isInstanceOf(Failure.class);
    }

    private static Caller caller() {
        return new Caller(
                new AccountId(SIDE.newId()), new SessionId(SIDE.newId()), Role.ADMIN, TestPerson.REGISTERED, true);
    }

    @Test
    void noticesThatSomebodyHasLeft() {
        LiveTail tail = follow("");
        int open = SIDE.bean(Tails.class).size();
        tail.close();

        soon(() -> {
            TestPerson.registered(SIDE);
            assertThat(SIDE.bean(Tails.class).size()).isLessThan(open);
        });
    }

    // A4
    @Test
    void isForAdminsAlone() {
        assertThat(Calls.asNobody(SIDE).get(TAIL).statusCode()).isEqualTo(401);
        assertThat(Calls.as(Role.USER, SIDE).get(TAIL).statusCode()).isEqualTo(403);
        assertThat(Calls.as(Role.MODERATOR, SIDE).get(TAIL).statusCode()).isEqualTo(403);
    }

    @Test
    void doesNotHoldUpTheEndOfTheProcess() throws Exception {
        var side = RunningQuerySide.start();
        try (LiveTail tail =
                LiveTail.open(Calls.as(Role.ADMIN, side).url(TAIL), side.token(side.newId(), Role.ADMIN))) {
            var closed = CompletableFuture.runAsync(side::close);

            soon(() -> assertThat(tail.notes()).containsExactly("end {\"why\":\"replaced\"}"));
            closed.get(60, TimeUnit.SECONDS);
        }
    }

    private LiveTail follow(String query, String... headers) {
        return followAs(SIDE.newId(), query, headers);
    }

    private LiveTail followAs(UUID admin, String query, String... headers) {
        LiveTail tail = LiveTail.open(Calls.as(Role.ADMIN, SIDE).url(TAIL) + query, admin(admin), headers);
        opened.add(tail);
        assertThat(tail.status()).isEqualTo(200);
        return tail;
    }

    private static String admin(UUID account) {
        return SIDE.token(account, Role.ADMIN);
    }

    private static void soon(ThrowingRunnable assertion) {
        await().pollInterval(Duration.ofMillis(10)).untilAsserted(assertion);
    }
}
