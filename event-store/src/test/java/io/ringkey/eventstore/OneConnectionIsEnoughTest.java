package io.ringkey.eventstore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.zaxxer.hikari.HikariDataSource;
import io.ringkey.api.Personal;
import io.ringkey.api.inspection.EventFilter;
import io.ringkey.api.inspection.EventItem;
import io.ringkey.api.inspection.PayloadLevel;
import io.ringkey.api.verification.VerificationEvent.WrongCodeGiven;
import io.ringkey.eventstore.EventRecords.Place;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.axonframework.eventhandling.GenericDomainEventMessage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Events of many people take many keys. Whoever reads rows must not wait for a second connection to fetch them. */
class OneConnectionIsEnoughTest {

    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05.678Z");
    private static final String ADDRESS = "203.0.113.7";

    private final TimeOrderedIds ids = new TimeOrderedIds(Clock.systemUTC(), new SecureRandomness());
    private final List<UUID> numbers = Stream.generate(ids::next).limit(5).toList();

    private HikariDataSource oneConnection;

    @BeforeEach
    void wrongCodesOfManyNumbers() {
        String url = TestDatabase.freshUrl();
        DataSource database = TestDatabase.at(url);
        SchemaMigrations.migrate(database, "event_store", Map.of("query_role", "postgres"));
        var process = new WritingProcess(database);
        numbers.forEach(number -> process.append(new GenericDomainEventMessage<>(
                "PhoneVerification",
                number.toString(),
                0,
                new WrongCodeGiven(number, ids.next(), 2, NOW, Personal.of(number, ADDRESS), null),
                Map.of(),
                ids.next().toString(),
                NOW)));
        oneConnection = ConnectionPool.open("one", url, "", "", 1);
    }

    @AfterEach
    void close() {
        oneConnection.close();
    }

    @Test
    void forAPage() {
        var records = new EventRecords(oneConnection, payloads(fields()));

        assertThat(records.page(EventFilter.ALL, List.of(), Place.NEWEST, 10, PayloadLevel.FULL))
                .hasSize(5)
                .allMatch(OneConnectionIsEnoughTest::hasItsAddress);
    }

    @Test
    void forALookForAnAddress() {
        var records = new EventRecords(oneConnection, payloads(fields()));
        var all = new EventFilter(null, numbers, null, null, null, null);

        assertThat(records.pageFromAddress(all, ADDRESS, Place.NEWEST, 3, PayloadLevel.FULL))
                .hasSize(3)
                .allMatch(OneConnectionIsEnoughTest::hasItsAddress)
                .extracting(EventItem::index)
                .containsExactly(5L, 4L, 3L);
        assertThat(records.pageFromAddress(all, "198.51.100.1", Place.NEWEST, 3, PayloadLevel.FULL))
                .isEmpty();
    }

    @Test
    void forATail() {
        var records = new EventRecords(oneConnection, payloads(fields()));
        var fromThere = new EventFilter(null, List.of(), null, ADDRESS, null, null);

        assertThat(records.after(ReadUpTo.before(0), fromThere, 10, PayloadLevel.FULL)
                        .items())
                .hasSize(5)
                .allMatch(OneConnectionIsEnoughTest::hasItsAddress);
    }

    @Test
    void forAStream() {
        var streams = new StreamRecords(oneConnection, payloads(fields()));

        assertThat(streams.part(numbers.getFirst(), 0, 9, 10, PayloadLevel.FULL))
                .singleElement()
                .matches(OneConnectionIsEnoughTest::hasItsAddress);
    }

    @Test
    void forOnesOwnEvents() {
        var own = new OwnRecords(oneConnection, payloads(fields()));
        var owner = new OwnRecords.Owner(Set.of(numbers.getFirst()));

        assertThat(own.ofStream(owner, numbers.getFirst(), -1, Long.MAX_VALUE, 10))
                .singleElement()
                .matches(event -> ADDRESS.equals(event.payload().get("address")));
    }

    @Test
    void keysOfAPageAreAskedForTogetherBeforeAnyIsNeeded() {
        var fields = new RecordingFields();
        var records = new EventRecords(oneConnection, payloads(fields));

        records.page(EventFilter.ALL, List.of(), Place.NEWEST, 10, PayloadLevel.MASKED);

        assertThat(fields.calls.getFirst()).isEqualTo(Set.copyOf(numbers));
        assertThat(fields.calls).hasSize(1 + numbers.size());
    }

    @Test
    void keysThatWereAskedForAreThereWhileNoConnectionIs() {
        PersonalFields fields = fields();
        List<String> kept = JdbcClient.create(oneConnection)
                .sql("SELECT convert_from(payload, 'UTF8')::jsonb #>> '{address,value}'"
                        + " FROM event_store.domain_event ORDER BY global_index")
                .query(String.class)
                .list();

        // They are known for a second, which a machine may stand still for.
        await().atMost(Duration.ofSeconds(20)).ignoreExceptions().untilAsserted(() -> {
            fields.expect(numbers);
            try (var taken = oneConnection.getConnection()) {
                for (int number = 0; number < numbers.size(); number++) {
                    assertThat(fields.open(place(numbers.get(number)), kept.get(number)))
                            .isEqualTo(ADDRESS);
                }
            }
        });
    }

    private static PersonalFields.Place place(UUID number) {
        return new PersonalFields.Place(number, "verification.wrong-code-given", "address");
    }

    private static boolean hasItsAddress(EventItem event) {
        return event.payload() != null && ADDRESS.equals(event.payload().get("address"));
    }

    private static EventPayloads payloads(PersonalFields fields) {
        return new EventPayloads(fields, new LoginDetails(null, () -> NOW));
    }

    /** Of a process that knows no keys yet. */
    private PersonalFields fields() {
        return new EncryptedPersonalFields(new WritingProcess(oneConnection).keys);
    }

    private static final class RecordingFields implements PersonalFields {

        /** Sets of subjects that were told of, and values that were opened. */
        private final List<Object> calls = new ArrayList<>();

        @Override
        public void expect(Collection<UUID> subjects) {
            calls.add(Set.copyOf(subjects));
        }

        @Override
        public String seal(PersonalFields.Place place, String value) {
            throw new UnsupportedOperationException();
        }

        @Override
        public String open(PersonalFields.Place place, String kept) {
            calls.add(kept);
            return kept;
        }
    }
}
