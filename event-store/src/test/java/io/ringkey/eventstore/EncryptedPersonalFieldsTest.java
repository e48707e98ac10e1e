package io.ringkey.eventstore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.ringkey.eventstore.PersonalFields.Place;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Two processes on one database. */
class EncryptedPersonalFieldsTest {

    private static final byte[] MASTER =
            "a master key that is known to us".getBytes(java.nio.charset.StandardCharsets.UTF_8);
    private static final String PHONE = "+79136740000";

    private final SecureRandomness randomness = new SecureRandomness();
    private final TimeOrderedIds ids = new TimeOrderedIds(Clock.systemUTC(), randomness);
    private final UUID subject = ids.next();
    private final Place place = new Place(subject, "account.person-registered", "phone");

    private DataSource database;
    private JdbcSubjectKeys keys;
    private PersonalFields fields;
    private JdbcSubjectKeys keysElsewhere;
    private PersonalFields elsewhere;
    private TransactionTemplate transaction;

    @BeforeEach
    void freshDatabase() {
        database = TestDatabase.at(TestDatabase.freshUrl());
        SchemaMigrations.migrate(database, "event_store", Map.of("query_role", "postgres"));
        keys = process(MASTER);
        fields = new EncryptedPersonalFields(keys);
        keysElsewhere = process(MASTER);
        elsewhere = new EncryptedPersonalFields(keysElsewhere);
        transaction = new TransactionTemplate(new JdbcTransactionManager(database));
    }

    private JdbcSubjectKeys process(byte[] master) {
        return new JdbcSubjectKeys(
                database, new LateWrites(database), new MasterKey(master), randomness, Clock.systemUTC());
    }

    @Test
    void whatIsKeptShowsNothingAndOpensInEveryProcess() {
        String kept = fields.seal(place, PHONE);

        assertThat(kept).startsWith("gcm:").doesNotContain("913674");
        assertThat(fields.seal(place, PHONE)).as("another time").isNotEqualTo(kept);
        assertThat(fields.open(place, kept)).isEqualTo(PHONE);
        assertThat(elsewhere.open(place, kept)).isEqualTo(PHONE);
    }

    // D2
    @Test
    void whatIsKeptOpensNowhereElse() {
        String kept = fields.seal(place, PHONE);
        UUID another = ids.next();
        fields.seal(new Place(another, place.event(), place.field()), "somebody else");

        for (Place wrong : List.of(
                new Place(another, place.event(), place.field()),
                new Place(subject, "account.phone-changed", place.field()),
                new Place(subject, place.event(), "email"))) {
            assertThatThrownBy(() -> fields.open(wrong, kept))
                    .as(wrong.toString())
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining(wrong.event() + "." + wrong.field());
        }
    }

    // D2
    @Test
    void whatIsKeptOpensNoMoreWithOneCharacterChanged() {
        String kept = fields.seal(place, PHONE);

        IntStream.range("gcm:".length(), kept.length() - 1).forEach(at -> {
            char other = kept.charAt(at) == 'A' ? 'B' : 'A';
            String changed = kept.substring(0, at) + other + kept.substring(at + 1);
            assertThatThrownBy(() -> fields.open(place, changed))
                    .as("character %d", at)
                    .isInstanceOf(IllegalStateException.class);
        });
        assertThatThrownBy(() -> fields.open(place, PHONE)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> fields.open(place, "gcm:")).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void aSubjectsKeyOpensUnderItsMasterKeyAndInItsRowAlone() {
        String kept = fields.seal(place, PHONE);
        UUID another = ids.next();
        fields.seal(new Place(another, place.event(), place.field()), "somebody else");

        assertThatThrownBy(() -> new EncryptedPersonalFields(process(new byte[MasterKey.BYTES])).open(place, kept))
                .isInstanceOf(IllegalStateException.class);

        JdbcClient.create(database)
                .sql("UPDATE event_store.subject_key SET wrapped ="
                        + " (SELECT wrapped FROM event_store.subject_key WHERE subject = ?) WHERE subject = ?")
                .params(another, subject)
                .update();
        assertThatThrownBy(() -> new EncryptedPersonalFields(process(MASTER)).open(place, kept))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void aKeyIsMadeInTheTransactionOfTheFirstValue() {
        transaction.executeWithoutResult(status -> {
            String kept = fields.seal(place, PHONE);
            assertThat(fields.open(place, kept)).isEqualTo(PHONE);
            status.setRollbackOnly();
        });
        assertThat(rows()).isZero();

        String kept = transaction.execute(status -> fields.seal(place, PHONE));

        assertThat(rows()).isEqualTo(1);
        assertThat(fields.open(place, kept)).isEqualTo(PHONE);
        assertThat(elsewhere.open(place, kept)).isEqualTo(PHONE);
    }

    @Test
    void twoProcessesThatBeginAtOnceUseOneKey() throws InterruptedException {
        for (int round = 0; round < 50; round++) {
            Place begun = new Place(ids.next(), place.event(), place.field());
            var kept = new String[2];
            var threads = List.of(
                    Thread.startVirtualThread(() -> kept[0] = transaction.execute(status -> fields.seal(begun, PHONE))),
                    Thread.startVirtualThread(
                            () -> kept[1] = transaction.execute(status -> elsewhere.seal(begun, PHONE))));
            for (Thread thread : threads) {
                thread.join();
            }
            assertThat(elsewhere.open(begun, kept[0])).isEqualTo(PHONE);
            assertThat(fields.open(begun, kept[1])).isEqualTo(PHONE);
        }
    }

    @Test
    void anErasedSubjectsValuesAreGoneAndNoNewOnesAreKept() {
        String kept = fields.seal(place, PHONE);
        assertThat(elsewhere.open(place, kept)).isEqualTo(PHONE);

        transaction.executeWithoutResult(status -> {
            keys.erase(subject);
            assertThat(fields.open(place, kept)).isNull();
            assertThat(fields.seal(place, "more of them")).isNull();
        });

        assertThat(fields.open(place, kept)).as("here at once").isNull();
        assertThat(fields.seal(place, "more of them")).isNull();
        assertThat(JdbcSubjectKeys.KNOWN_FOR).isLessThanOrEqualTo(Duration.ofSeconds(1));
        await().atMost(JdbcSubjectKeys.KNOWN_FOR.plusSeconds(10))
                .untilAsserted(() ->
                        assertThat(elsewhere.open(place, kept)).as("elsewhere").isNull());
        assertThat(elsewhere.seal(place, "more of them")).isNull();
        keysElsewhere.tie(subject, ids.next());
        assertThat(elsewhere.seal(place, "more of them")).isNull();
        assertThat(JdbcClient.create(database)
                        .sql("SELECT count(*) FROM event_store.subject_key WHERE wrapped IS NOT NULL")
                        .query(Integer.class)
                        .single())
                .isZero();
    }

    // D1
    @Test
    void anErasureIsNotForgottenByATransactionThatEndedJustBeforeIt() {
        String kept = transaction.execute(status -> {
            TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
                @Override
                public void afterCompletion(int ended) {
                    // Before what this process remembers of the transaction that made the key.
                    eraseMeanwhile();
                }
            });
            return fields.seal(place, PHONE);
        });

        assertThat(fields.open(place, kept)).isNull();
        assertThat(fields.seal(place, "more of them")).isNull();
    }

    private void eraseMeanwhile() {
        try {
            Thread.ofVirtual()
                    .start(() -> transaction.executeWithoutResult(status -> keys.erase(subject)))
                    .join();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void anErasureThatIsRolledBackErasesNothing() {
        String kept = fields.seal(place, PHONE);

        transaction.executeWithoutResult(status -> {
            keys.erase(subject);
            status.setRollbackOnly();
        });

        assertThat(fields.open(place, kept)).isEqualTo(PHONE);
    }

    @Test
    void erasesEveryoneWhoIsTiedToAnOwnerAndNobodyElse() {
        UUID owner = ids.next();
        Place first = new Place(ids.next(), place.event(), place.field());
        Place second = new Place(ids.next(), place.event(), place.field());
        keys.tie(first.subject(), owner);
        String ofFirst = fields.seal(first, "one");
        String ofSecond = fields.seal(second, "two");
        keys.tie(second.subject(), owner);
        String ofAnother = fields.seal(place, "three");
        keys.tie(subject, ids.next());

        keys.eraseAllOf(owner);

        assertThat(fields.open(first, ofFirst)).isNull();
        assertThat(fields.open(second, ofSecond)).isNull();
        assertThat(fields.open(place, ofAnother)).isEqualTo("three");
    }

    private int rows() {
        return JdbcClient.create(database)
                .sql("SELECT count(*) FROM event_store.subject_key")
                .query(Integer.class)
                .single();
    }
}
