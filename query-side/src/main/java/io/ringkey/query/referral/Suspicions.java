package io.ringkey.query.referral;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What is odd about who brought whom. Families, workplaces and whole towns share addresses, and bring one another: so an
 * address that is shared is no question by itself. What tells accounts that one person made from people is that nobody
 * lives in them: they are used when they are made, and never again.
 *
 * <p>Not seen: accounts that come each from an address of its own, and rings whose accounts are kept in use.
 */
final class Suspicions {

    /** Whoever was not used again within this time after the first sign-in is judged. */
    static final Duration JUDGED_AFTER = Duration.ofDays(1);

    /** Being used within this time after the first sign-in is part of signing up. */
    static final Duration SIGNING_UP = Duration.ofHours(12);

    /** In families and among friends several leave it at trying; that nearly all do is rare by chance from about here. */
    static final double MOSTLY = 0.8;

    /** At a place where fewer of one tree signed up there may be a family. */
    static final int SMALLEST_GROUP = 5;

    /** Were it chance whether somebody comes back, one group of eight in 28 would be idle to this degree. */
    static final int SMALLEST_RING = 8;

    /** Where more people than this are seen, it is a carrier's address, or a town's: it says nothing of anybody. */
    static final int PUBLIC_PLACE = 300;

    /** A hand that signs up one account after another needs a minute or two for each; people are told, and come. */
    static final Duration ONE_AFTER_ANOTHER = Duration.ofMinutes(15);

    /** A code that so many apply within an hour was shown to many, or to nobody. */
    static final int SMALLEST_BURST = 20;

    static final Duration BURST = Duration.ofHours(1);

    /** In a burst of people nearly each comes from an address of their own, or from one that many others use, too. */
    static final int PEOPLE_A_PLACE = 4;

    /** So many who were brought from the inviter's own address with the inviter's own client. */
    static final int SMALLEST_OWN = 3;

    private final Map<UUID, Seen> seen;
    private final Map<String, Integer> crowds;
    private final Instant now;
    private final List<Brought> brought;
    private final Map<UUID, Brought> byApplicant = new HashMap<>();
    private final Map<UUID, UUID> roots = new HashMap<>();

    /** What kind of question it is. */
    enum Kind {
        RING(SMALLEST_RING),
        BURST(SMALLEST_BURST),
        SAME_DEVICE(SMALLEST_OWN);

        private final int smallest;

        Kind(int smallest) {
            this.smallest = smallest;
        }

        /** With fewer people there is no question. */
        int smallest() {
            return smallest;
        }
    }

    /** That a person was brought. */
    record Brought(UUID applicant, UUID inviter, Instant at) {}

    /** A place that somebody signed in from, and with which client; what is not known is {@code null}. */
    record Spot(@Nullable String place, @Nullable String client, Instant first) {}

    /**
     * Where and when somebody was seen.
     *
     * @param spots none that is not known at all
     * @param last when they last did anything
     */
    record Seen(List<Spot> spots, Instant first, Instant last) {

        Seen {
            spots = spots.stream().sorted(Comparator.comparing(Spot::first)).toList();
        }

        Optional<Spot> begin() {
            return spots.stream().findFirst();
        }
    }

    /**
     * Something odd.
     *
     * @param inviter who brought the first of them
     * @param people those who were brought, the first first
     */
    record Finding(Kind kind, UUID inviter, List<Brought> people, Evidence evidence) {}

    /**
     * What speaks for it.
     *
     * @param places from how many addresses they signed up, and which of them each did
     * @param clients with how many clients, likewise
     * @param idle those who were never used again
     */
    record Evidence(Map<UUID, Integer> places, Map<UUID, Integer> clients, Set<UUID> idle) {

        int placesInAll() {
            return new HashSet<>(places.values()).size();
        }

        int clientsInAll() {
            return new HashSet<>(clients.values()).size();
        }
    }

    private Suspicions(Collection<Brought> brought, Map<UUID, Seen> seen, Map<String, Integer> crowds, Instant now) {
        this.brought = brought.stream()
                .sorted(Comparator.comparing(Brought::at).thenComparing(Brought::applicant))
                .toList();
        this.brought.forEach(one -> byApplicant.put(one.applicant(), one));
        this.seen = seen;
        this.crowds = crowds;
        this.now = now;
    }

    /**
     * Finds all that is odd. What is part of a ring is no question of its own.
     *
     * @param brought who was brought lately
     * @param seen of them and of their inviters, as far as is known
     * @param crowds how many people were seen at each place lately
     */
    static List<Finding> among(
            Collection<Brought> brought, Map<UUID, Seen> seen, Map<String, Integer> crowds, Instant now) {
        var suspicions = new Suspicions(brought, seen, crowds, now);
        List<Finding> rings = suspicions.rings();
        Set<UUID> inRings = rings.stream()
                .flatMap(ring -> ring.people().stream())
                .map(Brought::applicant)
                .collect(Collectors.toSet());
        return Stream.concat(
                        rings.stream(),
                        Stream.concat(suspicions.bursts(), suspicions.sameDevices())
                                .filter(finding -> !inRings.containsAll(finding.people().stream()
                                        .map(Brought::applicant)
                                        .toList())))
                .toList();
    }

    /**
     * Those of one tree who signed up at one place and mostly never came back; where such groups brought one another, or
     * one person brought several, together. Groups in which people live are left out before: in a large tree nearly
     * everything hangs together, and a ring would drown in it.
     */
    private List<Finding> rings() {
        var groups = new HashMap<Group, List<Brought>>();
        for (Brought one : brought) {
            String place = firstPlace(one.applicant());
            if (place != null && crowd(place) <= PUBLIC_PLACE) {
                groups.computeIfAbsent(new Group(root(one), place), none -> new ArrayList<>())
                        .add(one);
            }
        }
        groups.values().removeIf(group -> !mostlyIdle(group, SMALLEST_GROUP));
        return joined(groups).stream()
                .filter(this::isRing)
                .map(people -> finding(Kind.RING, people))
                .toList();
    }

    private record Group(UUID root, String place) {}

    private Collection<List<Brought>> joined(Map<Group, List<Brought>> groups) {
        var groupOf = new HashMap<UUID, Group>();
        groups.forEach((group, people) -> people.forEach(one -> groupOf.put(one.applicant(), group)));
        var leads = new HashMap<Group, Group>();
        var broughtBy = new HashMap<UUID, Group>();
        for (Brought one : brought) {
            Group own = groupOf.get(one.applicant());
            if (own != null) {
                join(leads, own, groupOf.get(one.inviter()));
                join(leads, own, broughtBy.putIfAbsent(one.inviter(), own));
            }
        }
        var together = new LinkedHashMap<Group, List<Brought>>();
        for (Brought one : brought) {
            Group own = groupOf.get(one.applicant());
            if (own != null) {
                together.computeIfAbsent(lead(leads, own), none -> new ArrayList<>())
                        .add(one);
            }
        }
        return together.values();
    }

    private static void join(Map<Group, Group> leads, Group one, @Nullable Group other) {
        if (other != null) {
            Group first = lead(leads, one);
            Group second = lead(leads, other);
            if (!first.equals(second)) {
                leads.put(first, second);
            }
        }
    }

    private static Group lead(Map<Group, Group> leads, Group group) {
        Group lead = group;
        for (Group next = leads.get(lead); next != null; next = leads.get(lead)) {
            lead = next;
        }
        return lead;
    }

    private boolean isRing(List<Brought> people) {
        return mostlyIdle(people, SMALLEST_RING)
                && Stream.of(hasFewClients(people), cameOneAfterAnother(people), hasThePlacesToItself(people))
                                .filter(sign -> sign)
                                .count()
                        >= 2;
    }

    private boolean mostlyIdle(List<Brought> people, int smallest) {
        long judged = people.stream().filter(one -> isJudged(one.applicant())).count();
        return judged >= smallest
                && people.stream().filter(one -> isIdle(one.applicant())).count() >= MOSTLY * judged;
    }

    private boolean hasFewClients(List<Brought> people) {
        long clients = people.stream()
                .map(one -> firstClient(one.applicant()))
                .distinct()
                .count();
        return clients <= Math.max(2, people.size() / SMALLEST_GROUP);
    }

    private boolean cameOneAfterAnother(List<Brought> people) {
        int close = 0;
        for (int next = 1; next < people.size(); next++) {
            if (Duration.between(people.get(next - 1).at(), people.get(next).at())
                            .compareTo(ONE_AFTER_ANOTHER)
                    <= 0) {
                close++;
            }
        }
        return close * 2 >= people.size() - 1;
    }

    /** Whether they are at least half of those who are seen there. */
    private boolean hasThePlacesToItself(List<Brought> people) {
        int all = people.stream()
                .map(one -> firstPlace(one.applicant()))
                .filter(Objects::nonNull)
                .distinct()
                .mapToInt(this::crowd)
                .sum();
        return people.size() * 2 >= all;
    }

    /** The largest burst of each code. */
    private Stream<Finding> bursts() {
        return ofEachInviter()
                .map(Suspicions::within)
                .filter(people -> people.size() >= SMALLEST_BURST && comeFromFewPlaces(people))
                .map(people -> finding(Kind.BURST, people));
    }

    private static List<Brought> within(List<Brought> people) {
        List<Brought> most = List.of();
        for (int first = 0, last = 0; last < people.size(); last++) {
            while (people.get(first).at().plus(BURST).isBefore(people.get(last).at())) {
                first++;
            }
            if (last - first >= most.size()) {
                most = people.subList(first, last + 1);
            }
        }
        return most;
    }

    /** A place where at least as many others are seen says nothing: each of those who came from there counts as one. */
    private boolean comeFromFewPlaces(List<Brought> people) {
        var atPlaces = new HashMap<String, Integer>();
        int places = 0;
        for (Brought one : people) {
            String place = firstPlace(one.applicant());
            if (place == null) {
                places++;
            } else {
                atPlaces.merge(place, 1, Integer::sum);
            }
        }
        for (var place : atPlaces.entrySet()) {
            places += crowd(place.getKey()) >= 2 * place.getValue() ? place.getValue() : 1;
        }
        return places * PEOPLE_A_PLACE <= people.size();
    }

    /** Of each inviter those who signed up where, and with what, the inviter is seen. */
    private Stream<Finding> sameDevices() {
        return ofEachInviter()
                .map(people -> people.stream().filter(this::isWhereTheInviterIs).toList())
                .filter(people -> mostlyIdle(people, SMALLEST_OWN))
                .map(people -> finding(Kind.SAME_DEVICE, people));
    }

    private boolean isWhereTheInviterIs(Brought one) {
        Spot spot = begin(one.applicant()).orElse(null);
        Seen inviter = seen.get(one.inviter());
        return spot != null
                && inviter != null
                && spot.place() != null
                && spot.client() != null
                && crowd(spot.place()) <= PUBLIC_PLACE
                && inviter.spots().stream()
                        .anyMatch(his -> spot.place().equals(his.place())
                                && spot.client().equals(his.client()));
    }

    private Stream<List<Brought>> ofEachInviter() {
        var byInviter = new LinkedHashMap<UUID, List<Brought>>();
        for (Brought one : brought) {
            byInviter.computeIfAbsent(one.inviter(), none -> new ArrayList<>()).add(one);
        }
        return byInviter.values().stream();
    }

    private Finding finding(Kind kind, List<Brought> people) {
        Set<UUID> idle =
                people.stream().map(Brought::applicant).filter(this::isIdle).collect(Collectors.toSet());
        return new Finding(
                kind,
                people.getFirst().inviter(),
                List.copyOf(people),
                new Evidence(numbered(people, this::firstPlace), numbered(people, this::firstClient), idle));
    }

    private static Map<UUID, Integer> numbered(List<Brought> people, Function<UUID, @Nullable String> of) {
        var numbers = new HashMap<String, Integer>();
        var found = new HashMap<UUID, Integer>();
        for (Brought one : people) {
            String value = of.apply(one.applicant());
            if (value != null) {
                found.put(one.applicant(), numbers.computeIfAbsent(value, none -> numbers.size() + 1));
            }
        }
        return Map.copyOf(found);
    }

    /** Whoever brought the first of the chain, as far back as we look. */
    private UUID root(Brought one) {
        var passed = new ArrayList<UUID>();
        UUID root = one.inviter();
        for (Brought up = byApplicant.get(root); up != null && !roots.containsKey(root); up = byApplicant.get(root)) {
            passed.add(root);
            root = up.inviter();
        }
        UUID found = roots.getOrDefault(root, root);
        passed.forEach(person -> roots.put(person, found));
        return found;
    }

    private boolean isJudged(UUID person) {
        Seen known = seen.get(person);
        return known != null && !known.first().plus(JUDGED_AFTER).isAfter(now);
    }

    private boolean isIdle(UUID person) {
        Seen known = seen.get(person);
        return known != null
                && isJudged(person)
                && Duration.between(known.first(), known.last()).compareTo(SIGNING_UP) < 0;
    }

    private int crowd(String place) {
        return crowds.getOrDefault(place, 0);
    }

    private Optional<Spot> begin(UUID person) {
        return Optional.ofNullable(seen.get(person)).flatMap(Seen::begin);
    }

    private @Nullable String firstPlace(UUID person) {
        return begin(person).map(Spot::place).orElse(null);
    }

    private @Nullable String firstClient(UUID person) {
        return begin(person).map(Spot::client).orElse(null);
    }
}
