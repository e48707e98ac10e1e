package io.ringkey.query.referral;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringkey.api.account.Role;
import io.ringkey.api.referral.DismissalReason;
import io.ringkey.api.referral.ReferralEvent.ReferralRevoked;
import io.ringkey.api.referral.ReferralQuestionEvent.QuestionDismissed;
import io.ringkey.api.referral.RevocationReason;
import io.ringkey.query.referral.Town.Life;
import io.ringkey.query.referral.Town.Shape;
import io.ringkey.query.support.Calls;
import io.ringkey.query.support.RunningQuerySide;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import tools.jackson.databind.JsonNode;

/** A town on record with a ring of fifty in it, seen from the desk. The ring comes to its end in the course of it. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ReferralDeskTest {

    private static final int PEOPLE = Integer.getInteger("ringkey.network", 300);
    private static final int RING = 50;
    private static final String QUESTIONS = "/api/admin/referrals/questions/";

    private static RunningQuerySide side;
    private static Town town;
    private static TownOnRecord record;
    private static Set<UUID> ring;
    private static Calls moderator;

    @BeforeAll
    static void aTownWithARing() {
        side = RunningQuerySide.start();
        Instant now = side.bean(Clock.class).instant();
        town = Town.of(PEOPLE, 11, now);
        ring = town.addRing(Shape.TREE, RING);
        record = new TownOnRecord(side);
        record.put(town.lives());
        settle();
        moderator = Calls.as(Role.MODERATOR, side);
        long began = System.nanoTime();
        side.bean(ReferralWatch.class).look();
        System.out.printf("looked at a network of %d in %d ms%n", PEOPLE, (System.nanoTime() - began) / 1_000_000);
    }

    @AfterAll
    static void stop() {
        side.close();
    }

    @Test
    @Order(1)
    void asksAboutTheRingAndLittleElse() {
        JsonNode questions = moderator.json(QUESTIONS);

        assertThat(side.deadLetters()).isZero();
        System.out.printf("a network of %d with a ring of %d: %s%n", PEOPLE, RING, questions);
        assertThat(questions.path("items").size()).isBetween(1, 6);
        JsonNode found = ringAmong(questions);
        assertThat(found.path("people").asInt()).isBetween(RING - 2, RING + 2);
        assertThat(found.path("places").asInt()).isEqualTo(3);
        assertThat(found.path("clients").asInt()).isEqualTo(2);
        assertThat(found.path("idle").asInt()).isGreaterThanOrEqualTo(RING - 4);
        assertThat(found.path("pending").asBoolean()).isTrue();
    }

    // A7
    @Test
    @Order(2)
    void showsWhomItIsAboutAndNoAddressOrClient() {
        String path =
                QUESTIONS + ringAmong(moderator.json(QUESTIONS)).path("id").asString() + "/";
        var people = new ArrayList<JsonNode>();
        String cursor = "";
        JsonNode page;
        do {
            page = moderator.json(path + "?limit=20" + cursor);
            page.path("items").forEach(people::add);
            cursor = "&cursor=" + page.path("next").asString("");
        } while (!page.path("next").isNull());

        assertThat(people)
                .extracting(one -> UUID.fromString(one.path("user_id").asString()))
                .doesNotHaveDuplicates()
                .filteredOn(ring::contains)
                .hasSizeGreaterThanOrEqualTo(RING - 2);
        assertThat(people).extracting(one -> one.path("place").asInt()).contains(1, 2, 3);
        assertThat(people)
                .allSatisfy(one -> assertThat(one.path("phone").asString()).contains("•"));
        assertThat(moderator.get(path).body() + moderator.get(QUESTIONS).body())
                .doesNotContain("203.0.113")
                .doesNotContain("phone 9");
    }

    @Test
    @Order(3)
    void saysWhoBroughtMost() {
        JsonNode all = moderator.json("/api/admin/referrals/leaders/?limit=200");
        JsonNode week = moderator.json("/api/admin/referrals/leaders/?days=7&limit=3");
        JsonNode afterThat = moderator.json("/api/admin/referrals/leaders/?days=7&limit=3&cursor="
                + week.path("next").asString());

        assertThat(brought(all)).isEqualTo(inTheReadModel("TRUE"));
        List<Long> thisWeek = inTheReadModel("applied_at >= now() - interval '7 days'");
        assertThat(brought(week)).isEqualTo(thisWeek.subList(0, 3));
        assertThat(brought(afterThat)).isEqualTo(thisWeek.subList(3, 6));
        assertThat(Stream.of(week, afterThat)
                        .flatMap(page -> page.path("items").values().stream())
                        .map(one -> one.path("user_id").asString()))
                .doesNotHaveDuplicates();
        assertThat(moderator.get("/api/admin/referrals/leaders/?days=8").statusCode())
                .isEqualTo(400);
    }

    @Test
    @Order(4)
    void saysWhereSomebodyStandsInTheTree() {
        Life deepest = town.lives().stream()
                .max(java.util.Comparator.comparing(life -> up(life).size()))
                .orElseThrow();
        List<String> above =
                up(deepest).stream().map(life -> life.id.toString()).toList();

        JsonNode place = moderator.json("/api/admin/referrals/" + deepest.id + "/");
        JsonNode root = moderator.json("/api/admin/referrals/" + above.getLast() + "/");

        assertThat(place.path("above").values())
                .extracting(one -> one.path("user_id").asString())
                .isEqualTo(above.subList(0, Math.min(20, above.size())));
        assertThat(place.path("steps_up").asInt()).isEqualTo(above.size());
        assertThat(root.path("steps_up").asInt()).isZero();
        assertThat(root.path("below").asLong())
                .isEqualTo(town.lives().stream()
                        .filter(life -> up(life).stream()
                                .anyMatch(one -> one.id.toString().equals(above.getLast())))
                        .count());
        UUID member = ring.iterator().next();
        assertThat(moderator
                        .json("/api/admin/referrals/" + member + "/")
                        .path("questions")
                        .size())
                .isEqualTo(1);
        assertThat(moderator.get("/api/admin/referrals/" + side.newId() + "/").statusCode())
                .isEqualTo(404);
    }

    // A4, A7
    @Test
    @Order(5)
    void isForThoseWhoLookAfterPeopleAndOnRecord() {
        String question = ringAmong(moderator.json(QUESTIONS)).path("id").asString();
        UUID looker = side.newId();
        String token = side.token(looker, Role.MODERATOR);
        for (String path : List.of(
                QUESTIONS,
                QUESTIONS + question + "/",
                "/api/admin/referrals/leaders/",
                "/api/admin/referrals/" + ring.iterator().next() + "/")) {
            assertThat(Calls.asNobody(side).get(path).statusCode()).isEqualTo(401);
            assertThat(Calls.as(Role.USER, side).get(path).statusCode()).isEqualTo(403);
            assertThat(side.getAs(token, path).statusCode()).isEqualTo(200);
            assertThat(Calls.as(Role.ADMIN, side).get(path).statusCode()).isEqualTo(200);
        }
        assertThat(side.database()
                        .sql("SELECT what || ' ' || coalesce(about, '-') FROM command_state.audit_inbox"
                                + " WHERE account_id = ?")
                        .param(looker)
                        .query(String.class)
                        .list())
                .containsExactlyInAnyOrder(
                        "/api/admin/referrals/questions -",
                        "/api/admin/referrals/questions/{question_id} " + question,
                        "/api/admin/referrals/leaders -",
                        "/api/admin/referrals/{user_id} " + ring.iterator().next());
    }

    @Test
    @Order(6)
    void asksNoMoreOnceItIsDismissedUnlessItComesToBeAboutManyMore() {
        JsonNode asked = ringAmong(moderator.json(QUESTIONS));
        UUID id = UUID.fromString(asked.path("id").asString());
        record.append(
                id,
                new QuestionDismissed(
                        id, asked.path("people").asInt(), DismissalReason.OTHER, side.newId(), Instant.EPOCH));
        record.flush();
        settle();
        side.bean(ReferralWatch.class).look();

        assertThat(ids(moderator.json(QUESTIONS))).doesNotContain(id);
        JsonNode answered = moderator.json(QUESTIONS + "?answered=true");
        assertThat(ids(answered)).contains(id);
        assertThat(ringAmong(answered).path("dismissed").path("reason").asString())
                .isEqualTo("other");

        replayed();
        assertThat(ids(moderator.json(QUESTIONS))).doesNotContain(id);

        grow(30);
        side.bean(ReferralWatch.class).look();
        assertThat(ids(moderator.json(QUESTIONS))).contains(id);
        assertThat(ringAmong(moderator.json(QUESTIONS)).path("people").asInt()).isGreaterThanOrEqualTo(RING + 25);
    }

    @Test
    @Order(7)
    void asksNoMoreOnceTheReferralsAreRevokedAndCountsFollow() {
        JsonNode asked = ringAmong(moderator.json(QUESTIONS));
        long before = counted();
        var all = new HashSet<UUID>();
        town.lives().stream().filter(life -> ring.contains(life.id)).forEach(life -> {
            all.add(life.id);
            record.append(
                    life.id,
                    new ReferralRevoked(
                            life.id,
                            Objects.requireNonNull(life.inviter).id,
                            RevocationReason.RING,
                            side.newId(),
                            Instant.EPOCH));
        });
        record.flush();
        settle();
        side.bean(ReferralWatch.class).look();

        assertThat(side.deadLetters()).isZero();
        assertThat(ids(moderator.json(QUESTIONS)))
                .doesNotContain(UUID.fromString(asked.path("id").asString()));
        JsonNode leaders = moderator.json("/api/admin/referrals/leaders/?limit=200");
        assertThat(counted()).isEqualTo(before - all.size());
        assertThat(brought(leaders)).isEqualTo(inTheReadModel("TRUE"));
        JsonNode member =
                moderator.json("/api/admin/referrals/" + all.iterator().next() + "/");
        assertThat(member.path("steps_up").asInt()).isZero();
        assertThat(member.path("revoked").path("reason").asString()).isEqualTo("ring");
    }

    private static void grow(int more) {
        var before = new HashSet<>(town.lives());
        Set<UUID> added = town.growRing(ring, more);
        ring = Stream.concat(ring.stream(), added.stream()).collect(java.util.stream.Collectors.toSet());
        record.put(town.lives().stream().filter(life -> !before.contains(life)).toList());
        settle();
    }

    private static void replayed() {
        var processor = side.processor("profiles");
        processor.shutDown();
        processor.resetTokens();
        processor.start();
        settle();
    }

    private static void settle() {
        org.awaitility.Awaitility.await()
                .atMost(Duration.ofMinutes(4))
                .ignoreExceptions()
                .until(() -> {
                    side.settle();
                    return true;
                });
    }

    private static List<Life> up(Life life) {
        return Stream.iterate(life.inviter, Objects::nonNull, one -> one.inviter)
                .toList();
    }

    private static JsonNode ringAmong(JsonNode questions) {
        return questions.path("items").values().stream()
                .filter(one -> one.path("kind").asString().equals("ring")
                        && one.path("people").asInt() > RING / 2)
                .findFirst()
                .orElseThrow(() -> new AssertionError(questions));
    }

    private static List<UUID> ids(JsonNode questions) {
        return questions.path("items").values().stream()
                .map(one -> UUID.fromString(one.path("id").asString()))
                .toList();
    }

    private static List<Long> brought(JsonNode leaders) {
        return leaders.path("items").values().stream()
                .map(one -> one.path("brought").asLong())
                .toList();
    }

    private static long counted() {
        return side.database()
                .sql("SELECT sum(referrals_total) FROM read_model.profile")
                .query(Long.class)
                .single();
    }

    private static List<Long> inTheReadModel(String when) {
        return side.database()
                .sql("SELECT count(*) FROM read_model.referral WHERE " + when
                        + " GROUP BY inviter_id ORDER BY 1 DESC LIMIT 200")
                .query(Long.class)
                .list();
    }
}
