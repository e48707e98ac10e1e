package io.ringkey.query.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.ringkey.api.DomainEvent;
import io.ringkey.api.Personal;
import io.ringkey.api.account.AccountEvent;
import io.ringkey.api.account.AccountEvent.AccountErased;
import io.ringkey.api.account.AccountEvent.InviteCodeGiven;
import io.ringkey.api.account.AccountEvent.PersonRegistered;
import io.ringkey.api.account.AccountEvent.ProfileChanged;
import io.ringkey.api.account.AccountEvent.RoleChanged;
import io.ringkey.api.account.Role;
import io.ringkey.api.inspection.InspectionEvent.Looked;
import io.ringkey.api.limit.LimitEvent;
import io.ringkey.api.limit.LimitEvent.RefusalsCounted;
import io.ringkey.api.referral.DismissalReason;
import io.ringkey.api.referral.ReferralEvent;
import io.ringkey.api.referral.ReferralQuestionEvent.QuestionDismissed;
import io.ringkey.api.session.SessionEvent;
import io.ringkey.api.verification.VerificationEvent.ChangeRefused;
import io.ringkey.api.verification.VerificationEvent.CodeVerified;
import io.ringkey.api.verification.VerificationEvent.WrongCodeGiven;
import io.ringkey.api.verification.Way;
import io.ringkey.eventstore.EventCatalogue;
import io.ringkey.query.support.RunningQuerySide;
import io.ringkey.query.support.TestPerson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.RecordComponent;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.springframework.core.env.Environment;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@ResourceLock(RunningQuerySide.SHARED)
class AllThatIsHeldIsExportedTest {

    private static final Instant TIME = TestPerson.REGISTERED.plusSeconds(60);

    /** No event of a person: the one after which there is none, and what is said of many. */
    private static final Set<Class<?>> OF_NOBODY =
            Set.of(AccountErased.class, RefusalsCounted.class, QuestionDismissed.class);

    private final RunningQuerySide side = RunningQuerySide.shared();
    private final TestPerson person = TestPerson.unregistered(side);
    private final TestPerson inviter = TestPerson.registered(side);
    private final UUID session = side.newId();
    private final byte[] picture = {0, 1, 2, (byte) 0xff};

    @Test
    void everyEventInTheClear() {
        var events = everyEvent();
        events.forEach(event -> side.append(streamOf(event), event));
        side.database()
                .sql("UPDATE event_store.domain_event SET actor = ? WHERE payload_type LIKE 'inspection.%'"
                        + " AND convert_from(payload, 'UTF8')::jsonb ->> 'by' = ?")
                .params(person.account(), person.account().toString())
                .update();
        person.ownsTheirSubject();
        side.settle();

        JsonNode exported = export(person).get("events");

        Map<String, JsonNode> byType = exported.valueStream()
                .collect(Collectors.toMap(event -> event.get("type").asString(), event -> event, (one, two) -> one));
        assertThat(byType).hasSize(events.size()).hasSize(exported.size());
        for (DomainEvent event : events) {
            personalValues(event)
                    .forEach((field, value) -> assertThat(byType.values())
                            .as("%s.%s", event.getClass().getSimpleName(), field)
                            .anyMatch(shown -> value.equals(
                                    shown.get("payload").path(field).asString(""))));
        }
        assertThat(exported.valueStream().map(event -> event.get("index").asLong()))
                .doesNotHaveDuplicates();
        assertThat(exported.toString()).doesNotContain("gcm:");
    }

    @Test
    void andWhatElseIsHeld() {
        everyEvent().forEach(event -> side.append(streamOf(event), event));
        person.ownsTheirSubject();
        side.settle();
        Instant later = TIME.plusSeconds(7);
        held("avatar VALUES (?, ?, 'image/png', ?, true)", "n" + person.account(), person.account(), picture);
        held("held_device VALUES (?, ?)", person.account(), utc(TIME));
        held("held_number VALUES (?, ?, ?, 3, ?)", person.account(), utc(TIME), utc(later), utc(TIME));
        held("held_wrong_invite VALUES (?, ?)", person.account(), utc(later));
        held("brought_before VALUES (?)", person.account());
        UUID question = side.newId();
        isAsked(question, later);
        String token = person.token();
        UUID ended = side.newId();
        held(
                "session_access VALUES (?, ?, 'user', false, true, ?, ?, NULL)",
                ended,
                person.account(),
                utc(later),
                utc(TIME));
        held("ended_session VALUES (?, ?)", ended, utc(later));

        var answer = side.getAs(token, "/api/users/me/export/");

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/json");
        assertThat(answer.headers().firstValue("Cache-Control")).hasValue("no-store");
        assertThat(answer.headers().firstValue("Content-Disposition"))
                .hasValue("attachment; filename=\"ringkey-export.json\"");
        JsonNode export = JsonMapper.shared().readTree(answer.body());
        assertThat(export.propertyNames())
                .containsExactly(
                        "exported_at",
                        "profile",
                        "avatar",
                        "role",
                        "blocked",
                        "invite_code",
                        "referral_code",
                        "brought_by",
                        "brought_before",
                        "revoked_referral",
                        "questions",
                        "numbers",
                        "devices",
                        "wrong_invites",
                        "referrals",
                        "sessions",
                        "login_history",
                        "looks",
                        "events");
        assertThat(export.at("/profile/phone").asString()).isEqualTo(value("phone"));
        assertThat(export.at("/profile/email").asString()).isEqualTo(value("email"));
        assertThat(export.at("/profile/city").asString()).isEqualTo(value("city"));
        assertThat(export.at("/profile/telegram_id").asString()).isEqualTo(value("telegram_id"));
        assertThat(export.at("/avatar/media_type").asString()).isEqualTo("image/png");
        assertThat(Base64.getDecoder().decode(export.at("/avatar/content").asString()))
                .isEqualTo(picture);
        assertThat(export.at("/invite_code").asString()).isEqualTo(person.inviteCode());
        assertThat(export.at("/referral_code").isNull()).isTrue();
        assertThat(export.at("/brought_by").isNull()).isTrue();
        assertThat(export.at("/revoked_referral").toString())
                .isEqualTo("{\"inviter\":\"%s\",\"applied_at\":\"%s\",\"revoked_at\":\"%2$s\",\"reason\":\"ring\"}"
                        .formatted(inviter.account(), TIME));
        assertThat(export.at("/questions").toString())
                .isEqualTo("[{\"kind\":\"burst\",\"raised_at\":\"%s\",\"idle\":true,\"dismissed\":\"family\"}]"
                        .formatted(later));
        assertThat(export.at("/brought_before").asBoolean()).isTrue();
        assertThat(export.at("/numbers").toString())
                .isEqualTo(
                        "[{\"first_seen_at\":\"%1$s\",\"last_seen_at\":\"%2$s\",\"wrong_codes\":3,\"last_wrong_at\":\"%1$s\"}]"
                                .formatted(TIME, later));
        assertThat(export.at("/devices/0/known_since").asString()).isEqualTo(TIME.toString());
        assertThat(export.at("/wrong_invites/0").asString()).isEqualTo(later.toString());
        assertThat(export.at("/sessions")).hasSize(2);
        assertThat(export.at("/sessions/1/id").asString()).isEqualTo(ended.toString());
        assertThat(export.at("/sessions/1/ended_at").asString()).isEqualTo(later.toString());
        assertThat(export.at("/sessions/0/ended_at").isNull()).isTrue();
        assertThat(export.at("/login_history").toString())
                .contains(value("address"), "verified", "failed", "refused", "sent");
    }

    @Test
    void andNothingOfAnybodyElse() {
        everyEvent().forEach(event -> side.append(streamOf(event), event));
        var stranger = TestPerson.registered(side);
        side.append(
                person.numberStream(),
                new ChangeRefused(
                        person.numberStream(), side.newId(), stranger.account(), TIME, personal("address"), null));
        side.append(
                inviter.account(),
                new ProfileChanged(
                        inviter.account(),
                        Personal.of(inviter.subject(), "another@example.org"),
                        null,
                        null,
                        person.account(),
                        TIME));
        side.database()
                .sql("UPDATE event_store.domain_event SET actor = ? WHERE global_index = ?")
                .params(person.account(), side.last())
                .update();
        for (TestPerson owner : List.of(person, inviter, stranger)) {
            owner.ownsTheirSubject();
        }
        side.settle();

        String own = export(person).toString();
        String ofTheInviter = export(inviter).toString();
        String ofTheStranger = export(stranger).toString();

        assertThat(own)
                .contains("account.profile-changed", inviter.account().toString())
                .doesNotContain("another@example.org", inviter.phone(), stranger.phone())
                .doesNotContain(stranger.account().toString());
        assertThat(ofTheInviter)
                .contains(
                        "another@example.org", inviter.phone(), person.account().toString())
                .doesNotContain(person.phone(), value("phone"), value("email"), value("address"))
                .doesNotContain(value("telegram_id"), value("user_agent"), session.toString());
        assertThat(ofTheStranger)
                .contains(stranger.phone())
                .doesNotContain(person.account().toString(), person.phone(), value("phone"))
                .doesNotContain(value("city"), value("address"));
    }

    // A7
    @Test
    void andWhoOfTheStaffLookedAtThem() {
        var staff = TestPerson.registered(side);
        var stranger = TestPerson.registered(side);
        person.register(TIME);
        side.append(staff.account(), new RoleChanged(staff.account(), Role.MODERATOR, null, TIME));
        long place = positionOf("account.invite-code-given", person.account());
        Instant now = side.bean(Clock.class).instant().truncatedTo(ChronoUnit.MILLIS);
        UUID stream = side.newId();
        side.append(
                stream,
                look(stream, staff, "/api/users/list", null, now),
                look(stream, staff, "/api/admin/events/search", person.numberStream(), now),
                look(stream, staff, "/api/users/{user_id}", stranger.account(), now.plusMillis(1)),
                look(stream, staff, "/api/users/{user_id}", person.account(), now.plusMillis(2)),
                look(stream, staff, "/api/admin/events/{index}", place, now.plusMillis(3)));
        side.append(staff.account(), new RoleChanged(staff.account(), Role.ADMIN, null, TIME));
        for (TestPerson owner : List.of(person, staff, stranger)) {
            owner.ownsTheirSubject();
            side.append(
                    owner.numberStream(),
                    new CodeVerified(
                            owner.numberStream(),
                            side.newId(),
                            owner.account(),
                            side.newId(),
                            Way.TOKEN_PAIR,
                            TIME,
                            Personal.of(owner.subject(), "203.0.113.9"),
                            null));
        }
        side.settle();

        JsonNode looks = export(person).get("looks");

        assertThat(looks.valueStream().map(JsonNode::toString))
                .containsExactly(
                        shown(now, "/api/admin/events/search", staff),
                        shown(now.plusMillis(2), "/api/users/{user_id}", staff),
                        shown(now.plusMillis(3), "/api/admin/events/{index}", staff));
        assertThat(export(stranger).get("looks").valueStream().map(JsonNode::toString))
                .containsExactly(shown(now.plusMillis(1), "/api/users/{user_id}", staff));
        assertThat(export(staff).get("looks")).isEmpty();
        assertThat(export(inviter).get("looks")).isEmpty();
    }

    private static Looked look(UUID stream, TestPerson by, String what, @Nullable Object about, Instant at) {
        return new Looked(stream, by.account(), what, about == null ? null : about.toString(), at);
    }

    private static String shown(Instant at, String what, TestPerson by) {
        return "{\"at\":\"%s\",\"what\":\"%s\",\"by\":\"%s\",\"role\":\"moderator\"}".formatted(at, what, by.account());
    }

    @Test
    void howeverMuchItIsAndOneAtATime() throws IOException {
        person.register(TIME);
        person.ownsTheirSubject();
        side.settle();
        manyEntries(20_000);
        String token = person.token();

        try (var slow = new Socket()) {
            slow.setReceiveBufferSize(4096);
            slow.connect(new java.net.InetSocketAddress("127.0.0.1", port()));
            slow.getOutputStream()
                    .write(("GET /api/users/me/export/ HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer " + token
                                    + "\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            assertThat(slow.getInputStream().read()).isEqualTo('H');
            var second = side.getAs(token, "/api/users/me/export/");
            assertThat(second.statusCode()).isEqualTo(429);
            assertThat(second.headers().firstValue("Retry-After")).isPresent();
            assertThat(second.headers().firstValue("Content-Disposition")).isEmpty();
        }

        await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
            var whole = side.getAs(token, "/api/users/me/export/");
            assertThat(whole.statusCode()).isEqualTo(200);
            assertThat(whole.body().split("\"what\":", -1)).hasSize(20_000 + 1);
            assertThat(whole.body()).endsWith("]}");
        });
    }

    @Test
    void orNothingThatLooksWhole() {
        person.register(TIME);
        side.append(
                person.numberStream(),
                new WrongCodeGiven(person.numberStream(), side.newId(), 1, TIME, personal("address"), null));
        side.database().sql("""
                        UPDATE event_store.domain_event
                           SET payload = convert_to(replace(convert_from(payload, 'UTF8'), 'gcm:', 'gcm:AA'), 'UTF8')
                         WHERE global_index = ?
                        """).param(side.last()).update();
        person.ownsTheirSubject();
        side.database()
                .sql("INSERT INTO read_model.login_stream VALUES (?, ?) ON CONFLICT DO NOTHING")
                .params(person.numberStream(), person.account())
                .update();
        await().untilAsserted(() -> assertThat(
                        side.getAs(person.token(), person.path("/")).statusCode())
                .isEqualTo(200));
        String token = person.token();

        var atOnce = side.getAs(token, "/api/users/me/export/");
        assertThat(atOnce.statusCode()).isEqualTo(500);
        assertThat(atOnce.headers().firstValue("Content-Disposition")).isEmpty();

        manyEntries(300);
        assertThatThrownBy(() -> side.getAs(token, "/api/users/me/export/"))
                .isInstanceOf(UncheckedIOException.class)
                .hasRootCauseInstanceOf(IOException.class);
    }

    /** One of every kind, each with all that it can hold; the first two before the others, which need them. */
    private List<DomainEvent> everyEvent() {
        var others = new TreeMap<>(new EventCatalogue().all())
                .values().stream()
                        .filter(type -> !OF_NOBODY.contains(type)
                                && type != PersonRegistered.class
                                && type != InviteCodeGiven.class)
                        .toList();
        var all = new java.util.ArrayList<DomainEvent>();
        all.add(of(PersonRegistered.class));
        all.add(of(InviteCodeGiven.class));
        others.forEach(type -> all.add(of(type)));
        return all;
    }

    private DomainEvent of(Class<?> type) {
        RecordComponent[] fields = type.getRecordComponents();
        try {
            var constructor = type.getDeclaredConstructor(
                    Arrays.stream(fields).map(RecordComponent::getType).toArray(Class<?>[]::new));
            return (DomainEvent)
                    constructor.newInstance(Arrays.stream(fields).map(this::of).toArray());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    private Object of(RecordComponent field) {
        Class<?> type = field.getType();
        if (type == UUID.class) {
            return switch (field.getName()) {
                case "account", "by" -> person.account();
                case "subject" -> person.subject();
                case "stream", "numberStream" -> person.numberStream();
                case "session" -> session;
                case "inviter" -> inviter.account();
                default -> side.newId();
            };
        }
        if (type == String.class) {
            boolean applied = field.getDeclaringRecord().getSimpleName().equals("InviteApplied");
            return field.getName().equals("inviteCode") ? (applied ? inviter : person).inviteCode() : field.getName();
        }
        if (type == Personal.class) {
            return personal(snake(field));
        }
        if (type == Instant.class) {
            return TIME;
        }
        return type.isEnum() ? type.getEnumConstants()[0] : type == long.class ? (Object) 1L : (Object) 1;
    }

    private UUID streamOf(DomainEvent event) {
        return switch (event) {
            case AccountEvent of -> of.account();
            case ReferralEvent of -> of.account();
            case SessionEvent of -> of.session();
            case LimitEvent of -> side.newId();
            case io.ringkey.api.inspection.InspectionEvent of -> side.newId();
            default -> person.numberStream();
        };
    }

    private long positionOf(String type, UUID stream) {
        return side.database()
                .sql("SELECT global_index FROM event_store.domain_event"
                        + " WHERE payload_type = ? AND aggregate_identifier = ?")
                .params(type, stream)
                .query(Long.class)
                .single();
    }

    private static Map<String, String> personalValues(DomainEvent event) {
        var values = new LinkedHashMap<String, String>();
        for (RecordComponent field : event.getClass().getRecordComponents()) {
            try {
                if (field.getAccessor().invoke(event) instanceof Personal personal) {
                    values.put(snake(field), String.valueOf(personal.value()));
                }
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException(e);
            }
        }
        return values;
    }

    private static String snake(RecordComponent field) {
        return field.getName().replaceAll("([A-Z])", "_$1").toLowerCase(java.util.Locale.ROOT);
    }

    private Personal personal(String field) {
        return Personal.of(person.subject(), value(field));
    }

    private String value(String field) {
        return field.equals("phone")
                ? person.phone().replace("+7913", "+7999")
                : field + "<Ж>" + person.phone().substring(5);
    }

    private void manyEntries(int entries) {
        side.database()
                .sql("""
                        INSERT INTO read_model.login_entry (position, account_id, stream_id, at, what, user_agent)
                        SELECT least((SELECT min(position) FROM read_model.login_entry), 0) - n, ?, ?,
                               CAST(? AS timestamptz) + n * interval '1 second', 'failed', repeat('x', 400)
                          FROM generate_series(1, ?) n
                        """)
                .params(person.account(), person.numberStream(), utc(TIME), entries)
                .update();
    }

    private void held(String values, Object... parameters) {
        side.database()
                .sql("INSERT INTO command_state." + values)
                .params(List.of(parameters))
                .update();
    }

    private void isAsked(UUID question, Instant at) {
        side.database()
                .sql("INSERT INTO read_model.referral_question VALUES (?, 'burst', ?, 30, 2, 3, 9, ?, ?, ?)")
                .params(question, inviter.account(), utc(at), utc(at), utc(at))
                .update();
        side.database()
                .sql("INSERT INTO read_model.questioned_person VALUES (?, ?, 1, 1, true)")
                .params(question, person.account())
                .update();
        side.append(question, new QuestionDismissed(question, 30, DismissalReason.FAMILY, inviter.account(), at));
        side.settle();
    }

    private JsonNode export(TestPerson of) {
        var answer = side.getAs(of.token(), "/api/users/me/export/");
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return JsonMapper.shared().readTree(answer.body());
    }

    private int port() {
        return Integer.parseInt(side.bean(Environment.class).getRequiredProperty("local.server.port"));
    }

    private static java.time.OffsetDateTime utc(Instant time) {
        return time.atOffset(ZoneOffset.UTC);
    }
}
