package io.ringkey.query.referral;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringkey.query.referral.Suspicions.Brought;
import io.ringkey.query.referral.Suspicions.Finding;
import io.ringkey.query.referral.Suspicions.Kind;
import io.ringkey.query.referral.Suspicions.Seen;
import io.ringkey.query.referral.Suspicions.Spot;
import io.ringkey.query.referral.Town.Shape;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class SuspicionsTest {

    private static final Instant NOW = Instant.parse("2026-02-03T04:05:06Z");
    private static final int PEOPLE = 5_000;
    private static final int FLAGS = 5;
    private static final int RING = 50;

    private final List<Brought> brought = new ArrayList<>();
    private final Map<UUID, Seen> seen = new HashMap<>();
    private final Map<String, Integer> crowds = new HashMap<>();
    private int last;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void askLittleAboutATownOfPeople(long seed) {
        Town town = Town.of(PEOPLE, seed, NOW);

        List<Finding> findings = Suspicions.among(town.brought(), town.seen(), town.crowds(), NOW);

        System.out.printf(
                "a town of %d, of whom %d were brought: %s%n",
                PEOPLE, town.brought().size(), describe(findings));
        assertThat(town.brought()).hasSizeGreaterThan(PEOPLE / 3);
        assertThat(findings).as(describe(findings)).hasSizeLessThanOrEqualTo(FLAGS);
    }

    @ParameterizedTest
    @EnumSource
    void findARingOfFiftyInTheTown(Shape shape) {
        for (long seed = 1; seed <= 4; seed++) {
            Town town = Town.of(PEOPLE, seed, NOW);
            Set<UUID> ring = town.addRing(shape, RING);

            List<Finding> findings = Suspicions.among(town.brought(), town.seen(), town.crowds(), NOW);

            assertThat(findings)
                    .as(describe(findings))
                    .hasSizeLessThanOrEqualTo(FLAGS + 1)
                    .anySatisfy(found -> {
                        assertThat(found.kind()).isEqualTo(Kind.RING);
                        Set<UUID> people =
                                found.people().stream().map(Brought::applicant).collect(Collectors.toSet());
                        assertThat(people).filteredOn(ring::contains).hasSizeGreaterThanOrEqualTo(RING - 2);
                        assertThat(people)
                                .filteredOn(one -> !ring.contains(one))
                                .hasSizeLessThanOrEqualTo(2);
                    });
        }
    }

    @Test
    void findABurstThatComesFromFewAddresses() {
        UUID inviter = id();
        for (int one = 0; one < 24; one++) {
            person(inviter, NOW.minusSeconds(7200 - one * 60), "203.0.113." + one % 4, "phone " + one, null);
        }
        crowds.replaceAll((place, people) -> 6);

        assertThat(found()).singleElement().satisfies(burst -> {
            assertThat(burst.kind()).isEqualTo(Kind.BURST);
            assertThat(burst.inviter()).isEqualTo(inviter);
            assertThat(burst.people()).hasSize(24);
            assertThat(burst.evidence().placesInAll()).isEqualTo(4);
        });
    }

    @Test
    void letABurstOfPeoplePass() {
        UUID inviter = id();
        for (int one = 0; one < 60; one++) {
            String address = one % 2 == 0 ? "198.51.100." + one : "carrier " + one % 3;
            person(inviter, NOW.minusSeconds(7200 - one * 30), address, "phone", null);
        }
        crowds.put("carrier 0", 200);
        crowds.put("carrier 1", 200);
        crowds.put("carrier 2", 200);

        assertThat(found()).isEmpty();
    }

    @Test
    void findWhomSomebodyBroughtOnTheirOwnDeviceAndLetThemLie() {
        UUID inviter = person(id(), NOW.minus(Duration.ofDays(9)), "home", "phone", Duration.ofDays(8));
        for (int one = 0; one < 3; one++) {
            person(inviter, NOW.minus(Duration.ofDays(5)).plusSeconds(one * 300), "home", "phone", null);
        }

        assertThat(found()).singleElement().satisfies(own -> {
            assertThat(own.kind()).isEqualTo(Kind.SAME_DEVICE);
            assertThat(own.people()).hasSize(3);
            assertThat(own.evidence().idle()).hasSize(3);
        });
    }

    @Test
    void letAFamilyPassWhichComesBackOrHasPhonesOfItsOwn() {
        UUID one = person(id(), NOW.minus(Duration.ofDays(9)), "home", "phone", Duration.ofDays(8));
        UUID other = person(id(), NOW.minus(Duration.ofDays(9)), "elsewhere", "phone", Duration.ofDays(8));
        for (int child = 0; child < 4; child++) {
            Instant at = NOW.minus(Duration.ofDays(5)).plusSeconds(child * 300);
            person(one, at, "home", "phone", child == 0 ? null : Duration.ofDays(2));
            person(other, at, "elsewhere", "phone " + child, null);
        }

        assertThat(found()).isEmpty();
    }

    @Test
    void letAWorkplacePassWhichComesBack() {
        UUID inviter = person(id(), NOW.minus(Duration.ofDays(9)), "office", "computer", Duration.ofDays(8));
        for (int one = 0; one < 19; one++) {
            person(
                    inviter,
                    NOW.minus(Duration.ofDays(5)).plusSeconds(one * 120),
                    "office",
                    "computer",
                    one % 3 == 0 ? null : Duration.ofDays(2));
        }

        assertThat(found()).isEmpty();
    }

    @Test
    void judgeNobodyOnTheFirstDay() {
        UUID inviter = person(id(), NOW.minus(Duration.ofDays(9)), "home", "phone", Duration.ofDays(8));
        for (int one = 0; one < 12; one++) {
            person(inviter, NOW.minus(Duration.ofHours(20)).plusSeconds(one * 400), "home", "phone", null);
        }

        assertThat(found()).isEmpty();
        assertThat(Suspicions.among(brought, seen, crowds, NOW.plus(Duration.ofDays(1))))
                .extracting(Finding::kind)
                .containsExactly(Kind.RING);
    }

    private List<Finding> found() {
        return Suspicions.among(brought, seen, crowds, NOW);
    }

    /** @param back after how long they came back last; {@code null} if never */
    private UUID person(
            UUID inviter, Instant at, String place, String client, @org.jspecify.annotations.Nullable Duration back) {
        UUID id = id();
        seen.put(
                id,
                new Seen(
                        List.of(new Spot(place, client, at)),
                        at,
                        at.plus(back == null ? Duration.ofMinutes(5) : back)));
        brought.add(new Brought(id, inviter, at.plusSeconds(60)));
        crowds.merge(place, 1, Integer::sum);
        return id;
    }

    private UUID id() {
        return new UUID(0, ++last);
    }

    private static String describe(List<Finding> findings) {
        return findings.stream()
                .map(found -> "%s of %d, %d places, %d clients, %d idle"
                        .formatted(
                                found.kind(),
                                found.people().size(),
                                found.evidence().placesInAll(),
                                found.evidence().clientsInAll(),
                                found.evidence().idle().size()))
                .collect(Collectors.joining("; ", "[", "]"));
    }
}
