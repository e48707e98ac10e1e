package io.ringkey.eventstore;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringkey.api.Personal;
import io.ringkey.api.account.AccountEvent.PersonRegistered;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import javax.sql.DataSource;
import org.axonframework.eventhandling.GenericDomainEventMessage;
import org.axonframework.serialization.jackson3.Jackson3Serializer;
import org.axonframework.serialization.upcasting.event.NoOpEventUpcaster;
import org.axonframework.spring.jdbc.SpringDataSourceConnectionProvider;
import org.axonframework.spring.messaging.unitofwork.SpringTransactionManager;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

class KeysAppendedWithEventsTest {

    private static final String PHONE = "+79136740000";

    private final SecureRandomness randomness = new SecureRandomness();
    private final TimeOrderedIds ids = new TimeOrderedIds(Clock.systemUTC(), randomness);

    private DataSource database;
    private TransactionTemplate transaction;
    private Process here;
    private Process elsewhere;

    @BeforeEach
    void freshDatabase() {
        database = TestDatabase.at(TestDatabase.freshUrl());
        SchemaMigrations.migrate(database, "event_store", Map.of("query_role", "postgres"));
        transaction = new TransactionTemplate(new JdbcTransactionManager(database));
        here = new Process();
        elsewhere = new Process();
    }

    @Test
    void aNewSubjectsKeyIsMadeWithItsFirstEvent() {
        UUID account = ids.next();

        here.append(registered(account, account));

        assertThat(keys()).isEqualTo(1);
        assertThat(elsewhere.phonesOf(account)).containsExactly(PHONE);
        assertThat(here.phonesOf(account)).containsExactly(PHONE);
        here.append(event(account, 1, registered(account, account)));
        assertThat(elsewhere.phonesOf(account)).containsExactly(PHONE, PHONE);
        assertThat(keys()).isEqualTo(1);
    }

    @Test
    void aKeyThatAnotherProcessMadeAMomentAgoIsUsed() {
        UUID account = ids.next();
        UUID another = ids.next();
        elsewhere.append(registered(account, account));

        here.append(event(account, 1, registered(account, another)), event(account, 2, registered(account, account)));

        assertThat(keys()).isEqualTo(2);
        assertThat(elsewhere.phonesOf(account)).containsExactly(PHONE, PHONE, PHONE);
        assertThat(here.phonesOf(account)).containsExactly(PHONE, PHONE, PHONE);
    }

    @Test
    void whatIsWrittenLateIsWrittenOnceAlsoWhenEventsAreSealedAnew() {
        UUID account = ids.next();
        elsewhere.append(registered(account, account));
        JdbcClient.create(database)
                .sql("CREATE TABLE event_store.note (text text)")
                .update();

        transaction.executeWithoutResult(status -> {
            here.lateWrites.add("INSERT INTO event_store.note VALUES (?)", "noted");
            here.append(event(account, 1, registered(account, account)));
        });

        assertThat(JdbcClient.create(database)
                        .sql("SELECT text FROM event_store.note")
                        .query(String.class)
                        .list())
                .containsExactly("noted");
        assertThat(elsewhere.phonesOf(account)).containsExactly(PHONE, PHONE);
    }

    @Test
    void aNewSubjectThatIsTiedInTheSameTransactionKeepsItsKeyAndGetsItsOwner() {
        UUID account = ids.next();
        UUID owner = ids.next();

        transaction.executeWithoutResult(status -> {
            here.keys.tie(account, owner);
            here.append(registered(account, account));
        });

        assertThat(elsewhere.phonesOf(account)).containsExactly(PHONE);
        transaction.executeWithoutResult(status -> here.keys.eraseAllOf(owner));
        assertThat(here.phonesOf(account)).containsExactly((String) null);
    }

    // D1
    @Test
    void aSubjectThatWasErasedAMomentAgoIsGivenNoOther() {
        UUID account = ids.next();
        elsewhere.append(registered(account, account));
        transaction.executeWithoutResult(status -> elsewhere.keys.erase(account));

        here.append(event(account, 1, registered(account, account)));

        assertThat(here.phonesOf(account)).containsExactly(null, null);
    }

    @Test
    void nothingIsLeftOfAKeyWhoseEventIsNot() {
        UUID account = ids.next();

        transaction.executeWithoutResult(status -> {
            here.append(registered(account, account));
            assertThat(keys()).as("to others").isZero();
            status.setRollbackOnly();
        });

        assertThat(keys()).isZero();
        here.append(registered(account, account));
        assertThat(elsewhere.phonesOf(account)).containsExactly(PHONE);
    }

    @Test
    void twoProcessesThatBeginAtOnceUseOneKey() throws InterruptedException {
        for (int round = 0; round < 50; round++) {
            UUID subject = ids.next();
            List<UUID> accounts = List.of(ids.next(), ids.next());
            var threads = new ArrayList<Thread>();
            for (int one = 0; one < 2; one++) {
                Process process = List.of(here, elsewhere).get(one);
                UUID account = accounts.get(one);
                threads.add(Thread.startVirtualThread(() -> process.append(registered(account, subject))));
            }
            for (Thread thread : threads) {
                thread.join();
            }
            for (UUID account : accounts) {
                assertThat(here.phonesOf(account)).containsExactly(PHONE);
                assertThat(elsewhere.phonesOf(account)).containsExactly(PHONE);
            }
        }
    }

    /** What one process knows. */
    private final class Process {

        final LateWrites lateWrites = new LateWrites(database);
        final JdbcSubjectKeys keys = new JdbcSubjectKeys(
                database, lateWrites, new MasterKey(new byte[MasterKey.BYTES]), randomness, Clock.systemUTC());
        private final PostgresEventStorageEngine engine = new PostgresEventStorageEngine(
                new SpringDataSourceConnectionProvider(database),
                new SpringTransactionManager(transaction.getTransactionManager()),
                new EventSerializer(new EventCatalogue(), new EncryptedPersonalFields(keys)),
                Jackson3Serializer.builder().build(),
                NoOpEventUpcaster.INSTANCE,
                keys,
                lateWrites,
                new StreamsAhead(database));

        void append(PersonRegistered registered) {
            append(event(registered.account(), 0, registered));
        }

        void append(GenericDomainEventMessage<?>... events) {
            transaction.executeWithoutResult(status -> engine.appendEvents(events));
        }

        List<String> phonesOf(UUID account) {
            return engine.readEvents(account.toString())
                    .asStream()
                    .map(event -> (PersonRegistered) event.getPayload())
                    .map(registered -> registered.phone() == null
                            ? null
                            : registered.phone().value())
                    .toList();
        }
    }

    private static PersonRegistered registered(UUID account, UUID subject) {
        return new PersonRegistered(account, subject, subject, Personal.of(subject, PHONE), Instant.EPOCH);
    }

    private GenericDomainEventMessage<?> event(UUID account, long sequence, PersonRegistered registered) {
        return new GenericDomainEventMessage<>(
                "Account",
                account.toString(),
                sequence,
                registered,
                Map.of(),
                ids.next().toString(),
                Instant.EPOCH);
    }

    /** As others see them, whatever transaction is open here. */
    private int keys() {
        try (var connection = database.getConnection()) {
            return JdbcClient.create(new SingleConnectionDataSource(connection, true))
                    .sql("SELECT count(*) FROM event_store.subject_key WHERE wrapped IS NOT NULL")
                    .query(Integer.class)
                    .single();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
