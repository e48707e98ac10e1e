package io.ringkey.query.inspection;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringkey.api.DomainEvent;
import io.ringkey.api.Personal;
import io.ringkey.api.account.Role;
import io.ringkey.api.verification.VerificationEvent.WrongCodeGiven;
import io.ringkey.eventstore.EventCatalogue;
import io.ringkey.eventstore.SampleEvents;
import io.ringkey.query.support.Calls;
import io.ringkey.query.support.RunningQuerySide;
import io.ringkey.query.support.TestPerson;
import java.lang.reflect.RecordComponent;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

class EventsOnRecordTest {

    private static final String EVENTS = "/api/admin/events/";

    private static final RunningQuerySide SIDE = RunningQuerySide.start();
    private static final Calls ADMIN = Calls.as(Role.ADMIN, SIDE);

    @AfterAll
    static void stop() {
        SIDE.close();
    }

    @Test
    void areListedNewestFirstWithPersonalValuesMasked() { // A7
        var person = TestPerson.registered(SIDE);

        var items = ADMIN.json(EVENTS + "?stream=" + person.account()).get("items");

        assertThat(types(items)).containsExactly("account.invite-code-given", "account.person-registered");
        var registered = items.get(1);
        assertThat(registered.get("payload").get("phone").asString())
                .contains("•")
                .isNotEqualTo(person.phone());
        assertThat(registered.get("stream").asString())
                .isEqualTo(person.account().toString());
        assertThat(registered.get("sequence").asLong()).isZero();
        assertThat(items.toString()).doesNotContain(person.phone());
    }

    @Test
    void areFoundByTypeStreamActorAndTime() {
        var person = TestPerson.registered(SIDE);
        SIDE.settle();
        UUID actor = SIDE.newId();
        SIDE.database()
                .sql(
                        "UPDATE event_store.domain_event SET actor = ? WHERE aggregate_identifier = ? AND sequence_number = 1")
                .params(actor, person.account())
                .update();

        assertThat(types(ADMIN.json(EVENTS + "?actor=" + actor).get("items")))
                .containsExactly("account.invite-code-given");
        assertThat(ADMIN.json(EVENTS + "?type=account.person-registered&stream=" + person.account())
                        .get("items"))
                .hasSize(1);
        Instant at = Instant.parse(ADMIN.json(EVENTS + SIDE.last()).get("at").asString());
        String stream = "&stream=" + person.account();
        assertThat(ADMIN.json(EVENTS + "?from=" + at.minusSeconds(60) + "&to=" + at.plusSeconds(60) + stream)
                        .get("items"))
                .hasSize(2);
        assertThat(ADMIN.json(EVENTS + "?from=" + at.plusSeconds(60) + stream).get("items"))
                .isEmpty();
        assertThat(ADMIN.json(EVENTS + "?to=" + at.minusSeconds(60) + stream).get("items"))
                .isEmpty();
        assertThat(ADMIN.json(EVENTS + "?stream=" + SIDE.newId()).get("items")).isEmpty();
    }

    @Test
    void areFoundByAddressHoweverItIsSpelled() {
        UUID stream = SIDE.newId();
        for (String address : List.of("2001:db8::17", "198.51.100.17")) {
            SIDE.append(
                    stream,
                    new WrongCodeGiven(
                            stream, SIDE.newId(), 2, TestPerson.REGISTERED, Personal.of(stream, address), null));
        }
        long last = SIDE.last();

        var found = ADMIN.get(EVENTS + "?ip=2001:DB8:0:0::17", "X-Wait-For-Position", Long.toString(last));

        assertThat(found.statusCode()).isEqualTo(200);
        assertThat(found.body()).contains("\"index\":" + (last - 1)).doesNotContain("\"index\":" + last);
        assertThat(ADMIN.json(EVENTS + "?ip=198.51.100.17&type=verification.wrong-code-given")
                        .get("items"))
                .hasSize(1);
        assertThat(ADMIN.json(EVENTS + "?ip=198.51.100.17&type=session.ended").get("items"))
                .isEmpty();
        assertThat(ADMIN.json(EVENTS + "?ip=192.0.2.99").get("items")).isEmpty();
    }

    @Test
    void areFoundByAddressAndTimeThoughTheyWereWrittenDownOutOfOrder() {
        UUID stream = SIDE.newId();
        for (int attemptsLeft = 2; attemptsLeft >= 0; attemptsLeft--) {
            var address = Personal.of(stream, "198.51.100.55");
            SIDE.append(stream, new WrongCodeGiven(stream, stream, attemptsLeft, TestPerson.REGISTERED, address, null));
        }
        SIDE.settle();
        JsonNode second = ADMIN.json(EVENTS + "?stream=" + stream).get("items").get(1);
        Instant written = Instant.parse(second.get("at").asString());
        Instant early = written.minus(Duration.ofMinutes(50));
        happened(second, early);
        try {
            String before = "&to=" + early.plusSeconds(60);
            String since = "&from=" + early.minusSeconds(60);
            for (String ofAKind : List.of("", "&type=verification.wrong-code-given")) {
                String ip = EVENTS + "?ip=198.51.100.55" + ofAKind;
                assertThat(ADMIN.json(ip).get("items")).hasSize(3);
                assertThat(ADMIN.json(ip + before).get("items")).hasSize(1);
                assertThat(ADMIN.json(ip + since + before).get("items")).hasSize(1);
                assertThat(ADMIN.json(ip + "&from=" + early.plusSeconds(60)).get("items"))
                        .hasSize(2);
            }
        } finally {
            happened(second, written);
        }
    }

    private static void happened(JsonNode event, Instant at) {
        SIDE.database()
                .sql("UPDATE event_store.domain_event SET time_stamp = ? WHERE global_index = ?")
                .params(at.atOffset(ZoneOffset.UTC), event.get("index").asLong())
                .update();
    }

    @Test
    void areFoundByAddressWhateverTheirType() {
        var addressed = new ArrayList<String>();
        SIDE.bean(EventCatalogue.class).all().forEach((type, event) -> {
            if (Arrays.stream(event.getRecordComponents())
                    .anyMatch(field -> field.getName().equals("address"))) {
                SIDE.append(SIDE.newId(), from("198.51.100.99", event));
                addressed.add(type);
            }
        });
        // The history says it of the code that opened the session.
        addressed.remove("session.opened");
        String wait = Long.toString(SIDE.last());

        var all = ADMIN.get(EVENTS + "?ip=198.51.100.99", "X-Wait-For-Position", wait);

        assertThat(addressed).hasSize(9).allSatisfy(type -> {
            assertThat(all.body()).contains("\"" + type + "\"");
            assertThat(types(ADMIN.json(EVENTS + "?ip=198.51.100.99&type=" + type)
                            .get("items")))
                    .containsExactly(type);
        });
    }

    @Test
    void areFoundByAddressAndAllElseTogether() {
        UUID stream = SIDE.newId();
        UUID actor = SIDE.newId();
        Instant now = SIDE.bean(Clock.class).instant();
        var indexes = new ArrayList<Long>();
        for (int time = 0; time < 4; time++) {
            var from = Personal.of(stream, "198.51.100.77");
            SIDE.append(stream, new WrongCodeGiven(stream, SIDE.newId(), 2, now, from, null));
            indexes.addFirst(SIDE.last());
        }
        SIDE.database()
                .sql(
                        "UPDATE event_store.domain_event SET actor = ? WHERE aggregate_identifier = ? AND sequence_number > 0")
                .params(actor, stream)
                .update();
        String ip = EVENTS + "?ip=198.51.100.77";
        String theirs = ip + "&actor=" + actor;
        ADMIN.get(ip, "X-Wait-For-Position", Long.toString(SIDE.last()));

        assertThat(indexes(ADMIN.json(ip + "&stream=" + stream))).isEqualTo(indexes);
        for (String more : List.of(
                "",
                "&type=verification.wrong-code-given",
                "&stream=" + stream,
                "&from=" + now.minusSeconds(60) + "&to=" + now.plusSeconds(60))) {
            assertThat(indexes(ADMIN.json(theirs + more))).as(more).isEqualTo(indexes.subList(0, 3));
        }
        for (String none : List.of(
                "&type=verification.code-verified",
                "&stream=" + SIDE.newId(),
                "&from=" + now.plusSeconds(60),
                "&to=" + now.minusSeconds(60))) {
            assertThat(indexes(ADMIN.json(theirs + none))).as(none).isEmpty();
        }
        JsonNode first = ADMIN.json(theirs + "&limit=2");
        assertThat(indexes(first)).isEqualTo(indexes.subList(0, 2));
        assertThat(indexes(ADMIN.json(theirs + "&cursor=" + first.get("next").asString())))
                .isEqualTo(indexes.subList(2, 3));
    }

    private static List<Long> indexes(JsonNode page) {
        return page.get("items")
                .valueStream()
                .map(item -> item.get("index").asLong())
                .toList();
    }

    private static DomainEvent from(String address, Class<?> type) {
        Object sample = SampleEvents.of(type);
        var fields = type.getRecordComponents();
        try {
            Object[] values = new Object[fields.length];
            for (int field = 0; field < fields.length; field++) {
                Object value = fields[field].getAccessor().invoke(sample);
                values[field] = fields[field].getName().equals("address")
                        ? Personal.of(((Personal) value).subject(), address)
                        : value;
            }
            var types = Arrays.stream(fields).map(RecordComponent::getType).toArray(Class<?>[]::new);
            return (DomainEvent) type.getDeclaredConstructor(types).newInstance(values);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void areReadPageByPageWithoutLossOrRepetition() {
        for (int i = 0; i < 5; i++) {
            TestPerson.registered(SIDE);
        }
        long newest = SIDE.last();
        var seen = new ArrayList<Long>();
        String cursor = "";
        while (cursor != null) {
            JsonNode page = ADMIN.json(EVENTS + "?limit=3&cursor=" + cursor);
            page.get("items").forEach(item -> seen.add(item.get("index").asLong()));
            cursor = page.get("next").isNull() ? null : page.get("next").asString();
        }

        assertThat(seen)
                .hasSize((int) newest)
                .isSortedAccordingTo((a, b) -> Long.compare(b, a))
                .doesNotHaveDuplicates();
    }

    @Test
    void canBeLookedAtOneByOne() {
        TestPerson.registered(SIDE);
        long index = SIDE.last();

        var event = ADMIN.json(EVENTS + index + "/");

        assertThat(event.get("index").asLong()).isEqualTo(index);
        assertThat(event.get("type").asString()).isEqualTo("account.invite-code-given");
        assertThat(ADMIN.get(EVENTS + (index + 1_000) + "/").statusCode()).isEqualTo(404);
        assertThat(ADMIN.get(EVENTS + "first/").statusCode()).isEqualTo(404);
    }

    @ParameterizedTest
    @CsvSource({
        "type,account.moved-to-the-moon",
        "type,%00",
        "stream,nowhere",
        "actor,1",
        "ip,example.org",
        "ip,300.1.1.1",
        "from,yesterday",
        "to,+999999999-12-31T23:59:59Z",
        "from,-0001-01-01T00:00:00Z",
        "cursor,%21",
        "cursor,AAAA",
        "limit,0",
        "limit,201"
    })
    void refusesWhatMakesNoSense(String parameter, String value) {
        var refused = ADMIN.get(EVENTS + "?" + parameter + "=" + value.replace("+", "%2B"));

        assertThat(refused.statusCode()).isEqualTo(400);
        if (!value.equals("%00")) {
            assertThat(refused.body()).contains("field.invalid", "\"" + parameter + "\"");
        }
    }

    @Test
    void areForAdminsAlone() { // A4
        for (String path : List.of(EVENTS, EVENTS + "1/")) {
            assertThat(Calls.asNobody(SIDE).get(path).statusCode()).isEqualTo(401);
            assertThat(Calls.as(Role.USER, SIDE).get(path).statusCode()).isEqualTo(403);
            assertThat(Calls.as(Role.MODERATOR, SIDE).get(path).statusCode()).isEqualTo(403);
        }
    }

    private static List<String> types(JsonNode items) {
        return items.valueStream().map(item -> item.get("type").asString()).toList();
    }
}
