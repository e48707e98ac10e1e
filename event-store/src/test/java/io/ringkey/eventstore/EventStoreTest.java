package io.ringkey.eventstore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ringkey.api.Personal;
import io.ringkey.api.account.AccountEvent.InviteCodeGiven;
import io.ringkey.api.account.AccountEvent.PersonRegistered;
import io.ringkey.api.inspection.EventFilter;
import io.ringkey.api.inspection.PayloadLevel;
import io.ringkey.eventstore.EventRecords.Place;
import io.ringkey.eventstore.RecordPages.Page;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.UUID;
import javax.sql.DataSource;
import org.axonframework.common.transaction.NoTransactionManager;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventhandling.GapAwareTrackingToken;
import org.axonframework.eventhandling.GenericDomainEventMessage;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.axonframework.eventhandling.TrackingToken;
import org.axonframework.messaging.MetaData;
import org.axonframework.modelling.command.ConcurrencyException;
import org.axonframework.serialization.jackson3.Jackson3Serializer;
import org.axonframework.serialization.upcasting.event.NoOpEventUpcaster;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

class EventStoreTest {

    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05.678Z");

    private final TimeOrderedIds ids = new TimeOrderedIds(Clock.systemUTC(), new SecureRandomness());
    private final UUID account = ids.next();
    private final UUID subject = ids.next();
    private final UUID actor = ids.next();

    private String url = "";
    private PostgresEventStorageEngine engine;
    private EventRecords records;
    private JdbcClient jdbc;

    @BeforeEach
    void freshDatabase() {
        url = TestDatabase.freshUrl();
        DataSource dataSource = TestDatabase.at(url);
        SchemaMigrations.migrate(dataSource, "event_store", Map.of("query_role", "postgres"));
        jdbc = JdbcClient.create(dataSource);
        engine = engine(dataSource);
        var payloads = new EventPayloads(new PlainPersonalFields(), new LoginDetails(null, () -> NOW));
        records = new EventRecords(dataSource, payloads);
    }

    private static PostgresEventStorageEngine engine(DataSource dataSource) {
        var lateWrites = new LateWrites(dataSource);
        var keys = new JdbcSubjectKeys(
                dataSource,
                lateWrites,
                new MasterKey(new byte[MasterKey.BYTES]),
                new SecureRandomness(),
                Clock.systemUTC());
        return new PostgresEventStorageEngine(
                dataSource::getConnection,
                NoTransactionManager.instance(),
                new EventSerializer(new EventCatalogue(), new PlainPersonalFields()),
                Jackson3Serializer.builder().build(),
                NoOpEventUpcaster.INSTANCE,
                keys,
                lateWrites,
                new StreamsAhead(dataSource, keys));
    }

    @Test
    void readsAStreamAsItWasWritten() {
        engine.appendEvents(registered());

        var read = engine.readEvents(account.toString()).asStream().toList();

        assertThat(read.stream().<Object>map(EventMessage::getPayload).toList()).isEqualTo(payloads(registered()));
        assertThat(read).extracting(DomainEventMessage::getSequenceNumber).containsExactly(0L, 1L);
        assertThat(read.getFirst().getTimestamp()).isEqualTo(NOW);
        assertThat(read.getFirst().getMetaData()).containsEntry("actor", actor.toString());
    }

    @Test
    void tellsThePositionOfTheLastEvent() {
        AppendedPosition.clear();
        engine.appendEvents(registered());

        assertThat(AppendedPosition.last()).isEqualTo(records.newest()).isEqualTo(2);
    }

    @Test
    void reportsTwoWritersOfOnePositionAsAConflictToRetry() {
        engine.appendEvents(registered());

        assertThatThrownBy(() -> engine.appendEvents(registered().subList(1, 2)))
                .isInstanceOf(ConcurrencyException.class);
    }

    @Test
    void doesNotTakeAnotherDuplicateKeyForAConflict() {
        var events = registered();
        engine.appendEvents(events);
        var sameEventId = new GenericDomainEventMessage<>(
                "Account",
                account.toString(),
                2L,
                events.getFirst().getPayload(),
                Map.of(),
                events.getFirst().getIdentifier(),
                NOW);

        assertThatThrownBy(() -> engine.appendEvents(sameEventId)).isNotInstanceOf(ConcurrencyException.class);
    }

    @Test
    void showsEventsWithPersonalValuesMasked() {
        engine.appendEvents(registered());

        var page = records.page(EventFilter.ALL, List.of(), Place.NEWEST, 10, PayloadLevel.MASKED);

        assertThat(page).extracting(item -> item.index()).containsExactly(2L, 1L);
        var first = page.getLast();
        assertThat(first.type()).isEqualTo("account.person-registered");
        assertThat(first.actor()).isEqualTo(actor);
        assertThat(first.payload()).containsEntry("phone", "+7913•••••00");
    }

    @Test
    void filtersByTypeStreamActorAndTime() {
        engine.appendEvents(registered());

        assertThat(count(new EventFilter("account.invite-code-given", List.of(), null, null, null, null)))
                .isEqualTo(1);
        assertThat(count(new EventFilter(null, List.of(account), null, null, null, null)))
                .isEqualTo(2);
        assertThat(count(new EventFilter(null, List.of(subject), null, null, null, null)))
                .isZero();
        assertThat(count(new EventFilter(null, List.of(), actor, null, NOW, NOW.plusMillis(1))))
                .isEqualTo(2);
        assertThat(count(new EventFilter(null, List.of(), actor, null, null, NOW)))
                .isZero();
    }

    @Test
    void makesIdsThatSortByTime() {
        UUID earlier = new TimeOrderedIds(() -> NOW, new SecureRandomness()).next();
        UUID later = new TimeOrderedIds(() -> NOW.plusMillis(1), new SecureRandomness()).next();

        assertThat(earlier.version()).isEqualTo(7);
        assertThat(earlier.variant()).isEqualTo(2);
        assertThat(earlier.toString()).isLessThan(later.toString());
    }

    @Test
    void readsOnBehindAHoleOfAnyLength() {
        appendJustNow(0);
        TrackingToken first = tokenOfLast(engine.after(null));
        take(1_000);
        appendJustNow(1);

        Page behind = engine.after(first);

        assertThat(sequence(behind)).containsExactly(1L);
        assertThat(behind.last()).isTrue();
        assertThat(sequence(engine.after(tokenOfLast(behind)))).isEmpty();
    }

    @Test
    void isParsedOnceForAllWhoFollowItAndCountsForEachByItself() {
        appendJustNow(0);
        TrackingToken first = tokenOfLast(engine.after(null));
        take(3);
        appendJustNow(1);
        appendJustNow(2);
        var news = new SharedNews(engine, new Commits());

        List<TrackedEventMessage<?>> one = news.after(first).events();
        List<TrackedEventMessage<?>> other = news.after(first).events();

        assertThat((Object) other.getLast().getPayload()).isSameAs(one.getLast().getPayload());
        assertThat(other.reversed())
                .extracting(TrackedEventMessage::trackingToken)
                .containsExactlyElementsOf(one.reversed().stream()
                        .map(TrackedEventMessage::trackingToken)
                        .toList());
        assertThat(gaps(other.getLast().trackingToken())).containsExactly(2L, 3L, 4L);
        assertThat(other.getFirst().andMetaData(Map.of("more", "said")).getMetaData())
                .containsEntry("more", "said");
        assertThat(one.getFirst().getMetaData()).doesNotContainKey("more");
    }

    @Test
    void isPlannedOnceForAllPositions() {
        appendJustNow(0);
        appendMore(20_000);
        jdbc.sql("ANALYZE event_store.domain_event").update();
        try (var one = ConnectionPool.open("one", url, "", "", 1)) {
            PostgresEventStorageEngine alone = engine(one);
            for (long position = 19_960; position < 20_000; position++) {
                assertThat(alone.after(new GapAwareTrackingToken(position, List.of()))
                                .events())
                        .hasSize((int) (20_001 - position));
            }

            assertThat(JdbcClient.create(one)
                            .sql("SELECT generic_plans FROM pg_prepared_statements"
                                    + " WHERE statement LIKE 'SELECT global_index,%'")
                            .query(Long.class)
                            .single())
                    .isGreaterThan(20);
        }
    }

    @Test
    void findsWhatComesLateInAGap() {
        appendJustNow(0);
        TrackingToken first = tokenOfLast(engine.after(null));
        take(1);
        appendJustNow(1);
        TrackingToken third = tokenOfLast(engine.after(first));

        appendJustNow(2);
        jdbc.sql("UPDATE event_store.domain_event SET global_index = 2 WHERE global_index = 4")
                .update();

        Page late = engine.after(third);
        assertThat(sequence(late)).containsExactly(2L);
        assertThat(sequence(engine.after(tokenOfLast(late)))).as("once").isEmpty();
    }

    @Test
    void showsWhatComesLateBeforeItsSuccessorHoweverFarBackItsGapIs() {
        appendJustNow(0);
        TrackingToken first = tokenOfLast(engine.after(null));
        take(5_000);
        appendJustNow(3);
        TrackingToken behind = tokenOfLast(engine.after(first));
        appendJustNow(1);
        jdbc.sql("UPDATE event_store.domain_event SET global_index = 2 WHERE global_index = 5003")
                .update();
        appendJustNow(2);

        assertThat(sequence(engine.after(behind))).containsExactly(1L, 2L);
    }

    @Test
    void keepsOneSetOfGapsForAPageHoweverManyEventsItHas() {
        appendJustNow(0);
        TrackingToken first = tokenOfLast(engine.after(null));
        take(20_000);
        appendMore(600);
        long before = heap();

        Page page = engine.after(first);
        page.events().forEach(event -> assertThat(gaps(event.trackingToken())).hasSize(20_000));

        assertThat(page.events()).hasSize(500);
        assertThat(heap() - before).isLessThan(150_000_000);
        assertThat(position(page.events().get(7))).as("in any order").isEqualTo(20_002 + 7);
        assertThat(position(page.events().getLast())).isEqualTo(20_002 + 499);
        assertThat(page.events().get(7).andMetaData(Map.of("more", "said")))
                .isInstanceOfSatisfying(
                        TrackedEventMessage.class,
                        event -> assertThat(position(event)).isEqualTo(20_002 + 7));
        assertThat(sequence(engine.after(tokenOfLast(page)))).hasSize(100);
    }

    @Test
    void waitsAnHourForGapsHoweverManyEventsFollow() { // R9
        appendJustNow(0);
        TrackingToken first = tokenOfLast(engine.after(null));
        take(1_000);
        appendJustNow(1);
        take(2_000);
        appendJustNow(2);
        TrackingToken third = tokenOfLast(engine.after(first));
        assertThat(gaps(third)).hasSize(3_000);

        Map.of(1L, 61, 2L, 59)
                .forEach((sequence, minutes) -> jdbc.sql(
                                "UPDATE event_store.domain_event SET time_stamp = now() - ? * interval '1 minute'"
                                        + " WHERE sequence_number = ?")
                        .params(minutes, sequence)
                        .update());
        appendJustNow(3);

        assertThat(gaps(tokenOfLast(engine.after(third)))).hasSize(2_000).allMatch(gap -> gap > 1_002);
        assertThat(gaps(tokenOfLast(engine.after(first)))).hasSize(2_000).allMatch(gap -> gap > 1_002);
        assertThat(PostgresEventStorageEngine.MAX_GAP_OFFSET).isGreaterThan(3_600 * 5_000);
    }

    /** Gaps before events that are old are no longer looked into at all. */
    private void appendJustNow(long sequence) {
        engine.appendEvents(new GenericDomainEventMessage<>(
                "Account",
                account.toString(),
                sequence,
                new InviteCodeGiven(account, "ABC234", NOW),
                MetaData.emptyInstance(),
                ids.next().toString(),
                Clock.systemUTC().instant()));
    }

    /** Many more like the one that is there. */
    private void appendMore(int events) {
        jdbc.sql("""
                        INSERT INTO event_store.domain_event
                               (event_identifier, aggregate_identifier, sequence_number, type, time_stamp, payload_type,
                                payload_revision, payload, meta_data)
                        SELECT gen_random_uuid(), aggregate_identifier, n, type, time_stamp, payload_type,
                               payload_revision, payload, meta_data
                          FROM event_store.domain_event, generate_series(1, ?) n
                        """).param(events).update();
    }

    /** As transactions do that fail later. */
    private void take(int positions) {
        jdbc.sql("SELECT nextval(pg_get_serial_sequence('event_store.domain_event', 'global_index'))"
                        + " FROM generate_series(1, ?)")
                .param(positions)
                .query(Long.class)
                .list();
    }

    private static TrackingToken tokenOfLast(Page page) {
        return page.events().getLast().trackingToken();
    }

    private static long position(TrackedEventMessage<?> event) {
        return ((GapAwareTrackingToken) event.trackingToken()).getIndex();
    }

    private static SortedSet<Long> gaps(TrackingToken token) {
        return ((GapAwareTrackingToken) token).getGaps();
    }

    private static long heap() {
        System.gc();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }

    private static List<Long> sequence(Page page) {
        return page.events().stream()
                .map(event -> ((DomainEventMessage<?>) event).getSequenceNumber())
                .toList();
    }

    private int count(EventFilter filter) {
        return records.page(filter, List.of(), Place.NEWEST, 10, PayloadLevel.MASKED)
                .size();
    }

    private List<DomainEventMessage<?>> registered() {
        return List.of(
                event(0, new PersonRegistered(account, subject, subject, Personal.of(subject, "+79136740000"), NOW)),
                event(1, new InviteCodeGiven(account, "ABC234", NOW)));
    }

    private DomainEventMessage<?> event(long sequence, Object payload) {
        return new GenericDomainEventMessage<>(
                "Account",
                account.toString(),
                sequence,
                payload,
                MetaData.with("actor", actor.toString()),
                ids.next().toString(),
                NOW);
    }

    private static List<Object> payloads(List<DomainEventMessage<?>> events) {
        return events.stream().<Object>map(EventMessage::getPayload).toList();
    }
}
