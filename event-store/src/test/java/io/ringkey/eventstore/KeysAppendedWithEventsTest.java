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
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

class KeysAppendedWithEventsTest {

    private static final String PHONE = "+79136740000";

    private final TimeOrderedIds ids = new TimeOrderedIds(Clock.systemUTC(), new SecureRandomness());

    private DataSource database;
    private TransactionTemplate transaction;
    private WritingProcess here;
    private WritingProcess elsewhere;

    @BeforeEach
    void freshDatabase() {
        database = TestDatabase.at(TestDatabase.freshUrl());
        SchemaMigrations.migrate(database, "event_store", Map.of("query_role", "postgres"));
        transaction = new TransactionTemplate(new JdbcTransactionManager(database));
        here = new WritingProcess(database);
        elsewhere = new WritingProcess(database);
    }

    @Test
    void aNewSubjectsKeyIsMadeWithItsFirstEvent() {
        UUID account = ids.next();

        here.append(event(account, 0, registered(account, account)));

        assertThat(keys()).isEqualTo(1);
        assertThat(phonesOf(elsewhere, account)).containsExactly(PHONE);
        assertThat(phonesOf(here, account)).containsExactly(PHONE);
        here.append(event(account, 1, registered(account, account)));
        assertThat(phonesOf(elsewhere, account)).containsExactly(PHONE, PHONE);
        assertThat(keys()).isEqualTo(1);
    }

    @Test
    void aKeyThatAnotherProcessMadeAMomentAgoIsUsed() {
        UUID account = ids.next();
        UUID another = ids.next();
        elsewhere.append(event(account, 0, registered(account, account)));

        here.append(event(account, 1, registered(account, another)), event(account, 2, registered(account, account)));

        assertThat(keys()).isEqualTo(2);
        assertThat(phonesOf(elsewhere, account)).containsExactly(PHONE, PHONE, PHONE);
        assertThat(phonesOf(here, account)).containsExactly(PHONE, PHONE, PHONE);
    }

    @Test
    void whatIsWrittenLateIsWrittenOnceAlsoWhenEventsAreSealedAnew() {
        UUID account = ids.next();
        elsewhere.append(event(account, 0, registered(account, account)));
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
        assertThat(phonesOf(elsewhere, account)).containsExactly(PHONE, PHONE);
    }

    @Test
    void aNewSubjectThatIsTiedInTheSameTransactionKeepsItsKeyAndGetsItsOwner() {
        UUID account = ids.next();
        UUID owner = ids.next();

        transaction.executeWithoutResult(status -> {
            here.keys.tie(account, owner);
            here.append(event(account, 0, registered(account, account)));
        });

        assertThat(phonesOf(elsewhere, account)).containsExactly(PHONE);
        assertThat(versionsOfTheOnlyKey()).isEqualTo(1);
        transaction.executeWithoutResult(status -> here.keys.eraseAllOf(owner));
        assertThat(phonesOf(here, account)).containsExactly((String) null);
    }

    @Test
    void aSubjectThatAnotherProcessBeganAMomentAgoGetsItsOwner() {
        UUID account = ids.next();
        UUID owner = ids.next();
        elsewhere.append(event(account, 0, registered(account, account)));

        transaction.executeWithoutResult(status -> {
            here.keys.tie(account, owner);
            here.append(event(account, 1, registered(account, account)));
        });

        assertThat(phonesOf(here, account)).containsExactly(PHONE, PHONE);
        transaction.executeWithoutResult(status -> here.keys.eraseAllOf(owner));
        assertThat(phonesOf(here, account)).containsExactly(null, null);
    }

    @Test
    void aSubjectThatIsTiedIsSomebodysAlsoWhereNothingIsSealedAboutIt() {
        UUID account = ids.next();
        UUID another = ids.next();
        UUID owner = ids.next();

        transaction.executeWithoutResult(status -> {
            here.keys.tie(another, owner);
            here.append(event(account, 0, registered(account, account)));
        });

        assertThat(JdbcClient.create(database)
                        .sql("SELECT subject FROM event_store.subject_key WHERE owner = ?")
                        .param(owner)
                        .query(UUID.class)
                        .list())
                .containsExactly(another);
        assertThat(phonesOf(elsewhere, account)).containsExactly(PHONE);
    }

    // D1
    @Test
    void aSubjectThatWasErasedAMomentAgoIsGivenNoOther() {
        UUID account = ids.next();
        elsewhere.append(event(account, 0, registered(account, account)));
        transaction.executeWithoutResult(status -> elsewhere.keys.erase(account));

        here.append(event(account, 1, registered(account, account)));

        assertThat(phonesOf(here, account)).containsExactly(null, null);
    }

    @Test
    void nothingIsLeftOfAKeyWhoseEventIsNot() {
        UUID account = ids.next();

        transaction.executeWithoutResult(status -> {
            here.append(event(account, 0, registered(account, account)));
            assertThat(keys()).as("to others").isZero();
            status.setRollbackOnly();
        });

        assertThat(keys()).isZero();
        here.append(event(account, 0, registered(account, account)));
        assertThat(phonesOf(elsewhere, account)).containsExactly(PHONE);
    }

    @Test
    void twoProcessesThatBeginAtOnceUseOneKey() throws InterruptedException {
        for (int round = 0; round < 50; round++) {
            UUID subject = ids.next();
            List<UUID> accounts = List.of(ids.next(), ids.next());
            var threads = new ArrayList<Thread>();
            for (int one = 0; one < 2; one++) {
                WritingProcess process = List.of(here, elsewhere).get(one);
                UUID account = accounts.get(one);
                threads.add(Thread.startVirtualThread(
                        () -> process.append(event(account, 0, registered(account, subject)))));
            }
            for (Thread thread : threads) {
                thread.join();
            }
            for (UUID account : accounts) {
                assertThat(phonesOf(here, account)).containsExactly(PHONE);
                assertThat(phonesOf(elsewhere, account)).containsExactly(PHONE);
            }
        }
    }

    @Test
    void keysOfStreamsThatAreReadTogetherAreFetchedTogether() {
        List<UUID> accounts = List.of(ids.next(), ids.next(), ids.next());
        accounts.forEach(account -> elsewhere.append(event(account, 0, registered(account, account))));

        transaction.executeWithoutResult(status -> {
            here.streams.read(accounts);
            // Whoever fetches one of them only now finds none.
            JdbcClient.create(database)
                    .sql("UPDATE event_store.subject_key SET wrapped = NULL")
                    .update();

            for (UUID account : accounts) {
                assertThat(phonesOf(here, account)).containsExactly(PHONE);
            }
        });
    }

    /** As the server counts them in a page that began empty. */
    private int versionsOfTheOnlyKey() {
        return JdbcClient.create(database)
                .sql("SELECT (ctid::text::point)[1]::integer FROM event_store.subject_key")
                .query(Integer.class)
                .single();
    }

    private static List<String> phonesOf(WritingProcess process, UUID account) {
        return process.engine
                .readEvents(account.toString())
                .asStream()
                .map(event -> (PersonRegistered) event.getPayload())
                .map(registered ->
                        registered.phone() == null ? null : registered.phone().value())
                .toList();
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
