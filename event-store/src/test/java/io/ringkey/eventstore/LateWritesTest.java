package io.ringkey.eventstore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ringkey.api.account.AccountEvent.PersonBlocked;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.axonframework.eventhandling.GenericDomainEventMessage;
import org.axonframework.modelling.command.AggregateStreamCreationException;
import org.axonframework.modelling.command.ConcurrencyException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;

class LateWritesTest {

    private static final String NOTE = "INSERT INTO event_store.note (text, number, bytes) VALUES (?, ?, ?)";

    private final TimeOrderedIds ids = new TimeOrderedIds(Clock.systemUTC(), new SecureRandomness());

    private JdbcClient jdbc;
    private TransactionTemplate transaction;
    private LateWrites lateWrites;
    private PostgresEventStorageEngine engine;

    @BeforeEach
    void freshDatabase() {
        DataSource database = TestDatabase.at(TestDatabase.freshUrl());
        SchemaMigrations.migrate(database, "event_store", Map.of("query_role", "postgres"));
        jdbc = JdbcClient.create(database);
        jdbc.sql("CREATE TABLE event_store.note (text text, number bigint, bytes bytea[])")
                .update();
        transaction = new TransactionTemplate(new JdbcTransactionManager(database));
        var process = new WritingProcess(database);
        lateWrites = process.lateWrites;
        engine = process.engine;
    }

    @Test
    void waitForTheEventsAndGoWithThem() {
        transaction.executeWithoutResult(status -> {
            note("waits");
            assertThat(notes()).isEmpty();
            append(2);
            assertThat(notes()).containsExactly("waits");
        });

        assertThat(notes()).containsExactly("waits");
        assertThat(events()).isEqualTo(2);
    }

    @Test
    void doNotWaitForEventsThatDoNotCome() {
        transaction.executeWithoutResult(status -> note("alone"));

        assertThat(notes()).containsExactly("alone");
    }

    @Test
    void thatComeAfterTheEventsAreWrittenAllTheSame() {
        transaction.executeWithoutResult(status -> {
            note("before");
            append(1);
            note("after");
        });

        assertThat(notes()).containsExactly("before", "after");
    }

    @Test
    void keepTheirOrder() {
        transaction.executeWithoutResult(status -> {
            note("first");
            lateWrites.add("UPDATE event_store.note SET text = ? WHERE text = ?", "second", "first");
            lateWrites.add("UPDATE event_store.note SET text = ? WHERE text = ?", "third", "second");
            append(1);
        });

        assertThat(notes()).containsExactly("third");
    }

    @Test
    void ofOneKindAreWrittenAtOnceWhereTheFirstOfThemIs() {
        var notes = LateRows.into("event_store.note").columns("text text", "number bigint");
        transaction.executeWithoutResult(status -> {
            lateWrites.add(notes, "one", 1L);
            lateWrites.add("UPDATE event_store.note SET number = number + 10");
            lateWrites.add(notes, "two", null);
            append(1);
        });

        assertThat(notes()).containsExactly("one", "two");
        assertThat(jdbc.sql("SELECT number FROM event_store.note ORDER BY text")
                        .query(Long.class)
                        .list())
                .containsExactly(11L, null);
    }

    @Test
    void thatLackAValueAreRefused() {
        var notes = LateRows.into("event_store.note").columns("text text", "number bigint");

        assertThatThrownBy(() -> lateWrites.add(notes, "one")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void takeWhateverTheDriverTakes() {
        transaction.executeWithoutResult(status -> {
            lateWrites.add(NOTE, null, 7L, new byte[][] {{1}, {2}});
            append(1);
        });

        assertThat(jdbc.sql("SELECT text IS NULL AND number = 7 AND bytes = ARRAY['\\x01', '\\x02']::bytea[]"
                                + " FROM event_store.note")
                        .query(Boolean.class)
                        .single())
                .isTrue();
    }

    @Test
    void areUndoneWithTheirTransactionAndForgotten() {
        transaction.executeWithoutResult(status -> {
            note("undone");
            append(1);
            note("undone too");
            status.setRollbackOnly();
        });
        transaction.executeWithoutResult(status -> append(1));

        assertThat(notes()).isEmpty();
        assertThat(events()).isEqualTo(1);
    }

    @Test
    void outsideATransactionAreWrittenAtOnce() {
        note("at once");

        assertThat(notes()).containsExactly("at once");
    }

    @Test
    void ofOneTransactionAreNotTakenAlongByAnotherInside() {
        var inside = new TransactionTemplate(transaction.getTransactionManager());
        inside.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);

        transaction.executeWithoutResult(status -> {
            note("outside");
            inside.executeWithoutResult(another -> append(1));
            status.setRollbackOnly();
        });

        assertThat(notes()).isEmpty();
        assertThat(events()).isEqualTo(1);
    }

    @Test
    void thatFindTheirKeyTakenHaveTheCommandTriedAgain() {
        jdbc.sql("CREATE SCHEMA beside").update();
        jdbc.sql("CREATE TABLE beside.taken (name text PRIMARY KEY)").update();
        String take = "INSERT INTO beside.taken VALUES (?)";
        lateWrites.add(take, "name");

        assertThatThrownBy(() -> transaction.executeWithoutResult(status -> {
                    lateWrites.add(take, "name");
                    append(1);
                }))
                .isInstanceOf(AggregateStreamCreationException.class);
        assertThatThrownBy(() -> transaction.executeWithoutResult(status -> lateWrites.add(take, "name")))
                .isInstanceOf(ConcurrencyException.class);
        assertThat(events()).isZero();
    }

    @Test
    void thatComeTooLateAreRefusedRatherThanLost() {
        transaction.executeWithoutResult(status -> {
            note("in time");
            TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
                @Override
                public void afterCommit() {
                    assertThatThrownBy(() -> note("too late")).isInstanceOf(IllegalStateException.class);
                }
            });
        });

        assertThat(notes()).containsExactly("in time");
    }

    private void note(String text) {
        lateWrites.add(NOTE, text, 1L, new byte[0][]);
    }

    private List<String> notes() {
        return jdbc.sql("SELECT text FROM event_store.note").query(String.class).list();
    }

    private long events() {
        return jdbc.sql("SELECT count(*) FROM event_store.domain_event")
                .query(Long.class)
                .single();
    }

    private void append(int count) {
        UUID account = ids.next();
        var events = IntStream.range(0, count)
                .mapToObj(number -> new GenericDomainEventMessage<>(
                        "Account",
                        account.toString(),
                        number,
                        new PersonBlocked(account, account, Clock.systemUTC().instant()),
                        Map.of(),
                        ids.next().toString(),
                        Clock.systemUTC().instant()))
                .toList();
        engine.appendEvents(events);
    }
}
