package io.ringkey.query.login;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import io.ringkey.api.DomainEvent;
import io.ringkey.api.Page;
import io.ringkey.api.Personal;
import io.ringkey.api.account.AccountId;
import io.ringkey.api.account.Role;
import io.ringkey.api.delivery.DeliveryEvent.CodeSent;
import io.ringkey.api.delivery.DeliveryEvent.SendingFailed;
import io.ringkey.api.people.LoginItem;
import io.ringkey.api.people.PeopleQuery.FindLogins;
import io.ringkey.api.session.EndReason;
import io.ringkey.api.session.SessionEvent.RefreshTokenReused;
import io.ringkey.api.session.SessionEvent.SessionEnded;
import io.ringkey.api.session.SessionEvent.SessionOpened;
import io.ringkey.api.session.SessionEvent.SessionSeenElsewhere;
import io.ringkey.api.verification.DeviceClass;
import io.ringkey.api.verification.Purpose;
import io.ringkey.api.verification.VerificationEvent.ChangeRefused;
import io.ringkey.api.verification.VerificationEvent.CodeRequested;
import io.ringkey.api.verification.VerificationEvent.CodeRequestedAgain;
import io.ringkey.api.verification.VerificationEvent.CodeVerified;
import io.ringkey.api.verification.VerificationEvent.NumberProved;
import io.ringkey.api.verification.VerificationEvent.PairHandedOut;
import io.ringkey.api.verification.VerificationEvent.WrongCodeGiven;
import io.ringkey.api.verification.Way;
import io.ringkey.query.Queries;
import io.ringkey.query.support.RunningQuerySide;
import io.ringkey.query.support.TestPerson;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventhandling.GenericDomainEventMessage;
import org.axonframework.eventhandling.GenericTrackedDomainEventMessage;
import org.axonframework.eventhandling.GlobalSequenceTrackingToken;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.orm.jpa.JpaTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

@ResourceLock(RunningQuerySide.SHARED)
class LoginHistoryTest {

    private static final Instant NOW = Instant.parse("2026-02-03T04:05:06.789Z");
    private static final String ADDRESS = "203.0.113.7";
    private static final String CLIENT = "curl/8.5.0";

    private final RunningQuerySide side = RunningQuerySide.shared();
    private final TestPerson person = TestPerson.unregistered(side);
    private final UUID stream = person.numberStream();
    private final UUID challenge = side.newId();
    private final UUID session = side.newId();

    @Test
    void tellsASignInFromTheFirstRequestToTheEnd() {
        person.register(NOW);
        ask(0);
        side.append(
                stream,
                new CodeSent(stream, challenge, 1, "webhook", at(1)),
                new CodeRequestedAgain(stream, challenge, 2, at(2), address(), client()),
                new SendingFailed(stream, challenge, 2, "webhook", "timeout", at(3)),
                wrong(4),
                verified(5),
                new PairHandedOut(stream, challenge, session, at(6)));
        side.append(
                session,
                new SessionOpened(
                        session,
                        person.account(),
                        person.subject(),
                        challenge,
                        Way.TOKEN_PAIR,
                        DeviceClass.UNRECOGNISED,
                        at(5),
                        at(500),
                        address(),
                        null),
                new SessionSeenElsewhere(session, person.account(), at(7), personal("198.51.100.9"), null),
                new RefreshTokenReused(session, person.account(), at(8), personal("198.51.100.10"), personal("evil")),
                new SessionEnded(session, person.account(), EndReason.REFRESH_TOKEN_REUSED, at(9)));

        assertThat(history())
                .containsExactly(
                        new LoginItem(at(9), "ended", session, null, null, "refresh-token-reused"),
                        new LoginItem(at(8), "refresh-token-reused", session, "198.51.100.10", "evil", null),
                        new LoginItem(at(7), "refreshed-elsewhere", session, "198.51.100.9", null, null),
                        new LoginItem(at(5), "verified", session, ADDRESS, CLIENT, "token-pair"),
                        new LoginItem(at(4), "failed", null, ADDRESS, CLIENT, null),
                        new LoginItem(at(3), "sending-failed", null, null, null, "timeout"),
                        new LoginItem(at(2), "asked", null, ADDRESS, CLIENT, null),
                        new LoginItem(at(1), "sent", null, null, null, "webhook"),
                        new LoginItem(at(0), "asked", null, ADDRESS, CLIENT, null));
    }

    // A3
    @Test
    void followsSomebodyToTheirNewNumberAndShowsWhoeverWantedIt() {
        person.register(NOW);
        UUID number = side.newId();
        side.append(
                number,
                new WrongCodeGiven(number, challenge, 2, at(1), address(), client()),
                new NumberProved(number, challenge, person.account(), session, at(2), address(), client()),
                new ChangeRefused(number, challenge, side.newId(), at(3), personal("198.51.100.9"), null));

        assertThat(history())
                .containsExactly(
                        new LoginItem(at(3), "refused", null, "198.51.100.9", null, "phone-taken"),
                        new LoginItem(at(2), "verified", session, ADDRESS, CLIENT, "change-phone"),
                        new LoginItem(at(1), "failed", null, ADDRESS, CLIENT, null));
    }

    @Test
    void includesAttemptsFromBeforeTheAccount() {
        ask(0);
        side.append(stream, wrong(1), wrong(2), wrong(3));
        side.settle();
        assertThat(rowsOfStream()).extracting(Row::account).containsOnlyNulls();

        ask(60);
        side.append(stream, verified(61));
        person.register(at(61));

        assertThat(history())
                .extracting(LoginItem::what)
                .containsExactly("verified", "asked", "failed", "failed", "failed", "asked");
    }

    /** Which is how a replay, and whoever has fallen behind, meets nearly all of them. */
    @Test
    void isWrittenOnceWhereAttemptsComeWithTheAccount() {
        List<EventMessage<?>> batch = List.of(inStream(0, wrong(0)), inStream(1, wrong(1)), inStream(2, verified(2)));
        var rows = JdbcClient.create(side.bean(DataSource.class));

        new TransactionTemplate(side.bean(JpaTransactionManager.class)).executeWithoutResult(transaction -> {
            side.bean(LoginProjection.class).takeIn(batch);

            assertThat(rows.sql("SELECT account_id FROM read_model.login_entry WHERE stream_id = ?")
                            .param(stream)
                            .query(UUID.class)
                            .list())
                    .hasSize(3)
                    .containsOnly(person.account());
            assertThat(rows.sql("SELECT n_tup_upd FROM pg_stat_xact_all_tables WHERE relname = 'login_entry'")
                            .query(Long.class)
                            .single())
                    .isZero();
            transaction.setRollbackOnly();
        });
    }

    /** At positions that nothing else has. */
    private EventMessage<?> inStream(int sequence, DomainEvent event) {
        return new GenericTrackedDomainEventMessage<>(
                new GlobalSequenceTrackingToken(Long.MAX_VALUE - sequence),
                new GenericDomainEventMessage<>("Number", stream.toString(), sequence, event));
    }

    @Test
    void includesAttemptsOnTheNumberOfSomeoneMadeAnAdminWhoNeverSignedIn() {
        ask(0);
        person.register(at(1));
        side.append(stream, wrong(2));

        assertThat(history()).extracting(LoginItem::what).containsExactly("failed", "asked");
    }

    @Test
    void knowsTheEventOfEachEntryByItsPosition() {
        ask(0);
        side.append(stream, wrong(1));
        side.settle();

        long last = side.last();
        assertThat(rowsOfStream())
                .extracting(Row::position, Row::what)
                .containsExactly(tuple(last - 1, "asked"), tuple(last, "failed"));
    }

    @Test
    void knowsTheEventThatFillsAGapByItsOwnPosition() {
        // R9: somebody's transaction took the position before and commits after the next one was read.
        long gap = side.database()
                .sql("SELECT nextval('event_store.domain_event_global_index_seq')")
                .query(Long.class)
                .single();
        ask(0);
        side.settle();
        long last = side.last();
        assertThat(last).isEqualTo(gap + 1);
        side.database().sql("""
                        INSERT INTO event_store.domain_event
                        SELECT ?, CAST(? AS uuid), aggregate_identifier, sequence_number + 1, type, time_stamp,
                               payload_type, payload_revision, payload, meta_data, actor
                          FROM event_store.domain_event
                         WHERE global_index = ?
                        """).params(gap, side.newId(), last).update();

        await().untilAsserted(() ->
                assertThat(rowsOfStream()).extracting(Row::position).containsExactly(gap, last));
    }

    @Test
    void takesAnEventInOnce() {
        person.register(NOW);
        side.append(stream, wrong(1));
        side.settle();
        var before = rowsOfStream();
        var event = side.bean(EventStore.class).readEvents(stream.toString()).next();

        new TransactionTemplate(side.bean(JpaTransactionManager.class))
                .executeWithoutResult(
                        again -> side.bean(LoginProjection.class).on((WrongCodeGiven) event.getPayload(), event));

        assertThat(rowsOfStream()).hasSize(1).isEqualTo(before);
    }

    @Test
    void keepsTheTimesOfSomeoneErasedAndNoAddress() {
        person.register(NOW);
        ask(0);
        side.append(stream, verified(1));
        person.leaves();
        side.settle();

        assertThat(rowsOfStream())
                .hasSize(2)
                .allSatisfy(row -> assertThat(row.address()).isNull())
                .allSatisfy(row -> assertThat(row.userAgent()).isNull());
        assertThat(side.getAs(side.token(side.newId(), Role.ADMIN), person.path("/logins"))
                        .statusCode())
                .isEqualTo(404);
    }

    @Test
    void pagesWithoutLossAmongEntriesOfOneMoment() {
        person.register(NOW);
        ask(0);
        for (int second = 0; second < 7; second++) {
            side.append(stream, wrong(0));
        }
        side.settle();

        var seen = new ArrayList<LoginItem>();
        String cursor = null;
        do {
            Page<LoginItem> page = page(cursor, 3);
            assertThat(page.items()).hasSizeLessThanOrEqualTo(3);
            seen.addAll(page.items());
            cursor = page.next();
        } while (cursor != null);

        assertThat(seen).hasSize(8);
        assertThat(seen).isEqualTo(history());
    }

    @Test
    void writesTheWholeHistoryAsCsv() {
        person.register(NOW);
        side.append(
                stream,
                new WrongCodeGiven(
                        stream, challenge, 1, at(0), address(), personal("=HYPERLINK(\"http://evil\"),\r\nforged")));
        for (int second = 1; second <= 250; second++) {
            side.append(stream, wrong(second));
        }
        side.settle();

        for (var answer : List.of(
                side.getAs(person.token(), person.path("/logins?format=csv")),
                side.getAs(person.token(), person.path("/logins"), "Accept", "text/csv"))) {
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.headers().firstValue("Content-Type")).hasValue("text/csv;charset=UTF-8");
            assertThat(answer.headers().firstValue("Content-Disposition"))
                    .hasValue("attachment; filename=\"logins.csv\"");
            assertThat(answer.body())
                    .startsWith("at,what,session,address,user_agent,detail\r\n"
                            + "2026-02-03T04:09:16.789Z,failed,,203.0.113.7,curl/8.5.0,\r\n")
                    .endsWith("2026-02-03T04:05:06.789Z,failed,,203.0.113.7,"
                            + "\"'=HYPERLINK(\"\"http://evil\"\"),\r\nforged\",\r\n");
            assertThat(answer.body().split("\r\n")).hasSize(1 + 251 + 1);
        }
    }

    @Test
    void answersJsonToWhoeverDoesNotAskForCsv() {
        person.register(NOW);
        side.append(stream, wrong(0));
        side.settle();

        for (String accept : List.of("*/*", "application/json", "application/json, text/csv;q=0.5", "text/html, */*")) {
            var answer = side.getAs(person.token(), person.path("/logins"), "Accept", accept);
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.body())
                    .isEqualTo("{\"items\":[{\"at\":\"2026-02-03T04:05:06.789Z\",\"what\":\"failed\",\"session\":null,"
                            + "\"address\":\"203.0.113.7\",\"user_agent\":\"curl/8.5.0\",\"detail\":null}],"
                            + "\"next\":null}");
        }
        assertThat(side.getAs(person.token(), person.path("/logins?format=xml")).statusCode())
                .isEqualTo(400);
    }

    private void ask(int second) {
        side.append(
                stream,
                new CodeRequested(
                        stream,
                        person.subject(),
                        challenge,
                        Purpose.SIGN_IN,
                        DeviceClass.UNRECOGNISED,
                        personal(person.phone()),
                        4,
                        3,
                        at(second),
                        at(second + 300),
                        address(),
                        client()));
    }

    private WrongCodeGiven wrong(int second) {
        return new WrongCodeGiven(stream, challenge, 1, at(second), address(), client());
    }

    private CodeVerified verified(int second) {
        return new CodeVerified(
                stream, challenge, person.account(), session, Way.TOKEN_PAIR, at(second), address(), client());
    }

    private Personal address() {
        return personal(ADDRESS);
    }

    private Personal client() {
        return personal(CLIENT);
    }

    private Personal personal(String value) {
        return Personal.of(person.subject(), value);
    }

    private static Instant at(int second) {
        return NOW.plusSeconds(second);
    }

    private List<LoginItem> history() {
        side.settle();
        return page(null, 200).items();
    }

    private Page<LoginItem> page(@Nullable String cursor, int limit) {
        return side.bean(Queries.class)
                .page(new FindLogins(new AccountId(person.account()), cursor, limit), LoginItem.class);
    }

    private record Row(
            long position,
            @Nullable UUID account,
            String what,
            @Nullable String address,
            @Nullable String userAgent) {}

    private List<Row> rowsOfStream() {
        return side.database()
                .sql("SELECT * FROM read_model.login_entry WHERE stream_id = ? ORDER BY position")
                .param(stream)
                .query((row, number) -> new Row(
                        row.getLong("position"),
                        row.getObject("account_id", UUID.class),
                        row.getString("what"),
                        row.getString("address"),
                        row.getString("user_agent")))
                .list();
    }
}
