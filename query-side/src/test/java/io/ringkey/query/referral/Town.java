package io.ringkey.query.referral;

import io.ringkey.query.referral.Suspicions.Brought;
import io.ringkey.query.referral.Suspicions.Seen;
import io.ringkey.query.referral.Suspicions.Spot;
import io.ringkey.web.request.Addresses;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A town of people who bring one another as people do, in the last four weeks: families behind one address, workplaces with
 * equal computers behind another, student homes, carriers that put thousands behind a few addresses, a handful of phones
 * that everybody has, people with very many followers who all come within the hour, colleagues who are told to in a
 * meeting; and four of ten who never come back. And, on demand, somebody who makes accounts.
 *
 * <p>It knows nothing of what the watch looks at, and its figures are not tuned to it.
 */
final class Town {

    private static final int DAYS = 28;
    private static final double NEVER_BACK = 0.4;

    private final Random chance;
    private final Instant now;
    private final List<Life> lives = new ArrayList<>();

    /** Somebody's time with the service. */
    static final class Life {

        final UUID id;
        final List<Sighting> sightings = new ArrayList<>();

        @Nullable
        Life inviter;

        @Nullable
        Instant applied;

        Instant lastUsed = Instant.EPOCH;

        private Life(UUID id) {
            this.id = id;
        }

        Instant signedUp() {
            return sightings.getFirst().at();
        }
    }

    record Sighting(String address, String client, Instant at) {}

    /** Where somebody may be, and with what. */
    private record Person(
            int home,
            int device,
            String phone,
            String desktop,
            int carrier,
            @Nullable Integer work) {}

    private Town(long seed, Instant now) {
        this.chance = new Random(seed);
        this.now = now;
    }

    static Town of(int people, long seed, Instant now) {
        var town = new Town(seed, now);
        town.settle(people);
        return town;
    }

    /** In the order of their sign-ups. */
    List<Life> lives() {
        return lives.stream().sorted(Comparator.comparing(Life::signedUp)).toList();
    }

    // --- people

    private void settle(int size) {
        var people = new ArrayList<Person>();
        var ofHome = new HashMap<Integer, List<Integer>>();
        var ofWork = new HashMap<Integer, List<Integer>>();
        int works = Math.max(2, size / 60);
        for (int home = 0; people.size() < size; home++) {
            int household = 1 + (int) (chance.nextDouble() * chance.nextDouble() * 5);
            String familysPhone = phone();
            for (int member = 0; member < household && people.size() < size; member++) {
                // Families buy alike.
                String phone = chance.nextInt(3) == 0 ? familysPhone : phone();
                Integer work = chance.nextInt(100) < 35 ? (int) (works * Math.pow(chance.nextDouble(), 2)) : null;
                int index = people.size();
                ofHome.computeIfAbsent(home, none -> new ArrayList<>()).add(index);
                if (work != null) {
                    ofWork.computeIfAbsent(work, none -> new ArrayList<>()).add(index);
                }
                people.add(new Person(home, member, phone, "desktop " + chance.nextInt(12), chance.nextInt(4), work));
            }
        }
        join(people, ofHome, ofWork);
    }

    private void join(List<Person> people, Map<Integer, List<Integer>> ofHome, Map<Integer, List<Integer>> ofWork) {
        int size = people.size();
        var joined = new HashMap<Integer, Life>();
        var order = new ArrayList<Integer>(IntStream.range(0, size).boxed().toList());
        java.util.Collections.shuffle(order, chance);
        var known = new ArrayList<Integer>();
        var famous = order.subList(0, Math.max(1, size / 1000));
        for (int one : order) {
            if (joined.containsKey(one)) {
                continue;
            }
            Person person = people.get(one);
            Instant at = evening(chance.nextInt(DAYS));
            Life inviter = null;
            String address = at(person, chance.nextInt(100) < 45 ? Where.HOME : Where.MOBILE);
            int how = chance.nextInt(100);
            if (how < 45 && !known.isEmpty()) {
                inviter = joined.get(known.get((int) (known.size() * Math.pow(chance.nextDouble(), 1.5))));
            }
            joined.put(one, join(person, address, at, inviter));
            known.add(one);
            family(ofHome.get(person.home()), one, people, joined, known);
            if (person.work() != null && chance.nextInt(100) < 25) {
                colleagues(Objects.requireNonNull(ofWork.get(person.work())), one, people, joined, known);
            }
            if (famous.contains(one)) {
                followers(one, people, order, joined, known);
            }
        }
    }

    /** Who is at home is shown it the same evening, or when it comes up. */
    private void family(
            @Nullable List<Integer> home,
            int one,
            List<Person> people,
            Map<Integer, Life> joined,
            List<Integer> known) {
        Life inviter = Objects.requireNonNull(joined.get(one));
        for (int other : Objects.requireNonNull(home)) {
            if (!joined.containsKey(other) && chance.nextInt(100) < 55) {
                Duration later = chance.nextBoolean() ? minutes(3, 60) : Duration.ofHours(6 + chance.nextInt(200));
                Person person = people.get(other);
                join(other, person, at(person, Where.HOME), inviter.signedUp().plus(later), inviter, joined, known);
            }
        }
    }

    /** Who works there is told over the next days, or all at once in a meeting. */
    private void colleagues(
            List<Integer> work, int one, List<Person> people, Map<Integer, Life> joined, List<Integer> known) {
        Life inviter = Objects.requireNonNull(joined.get(one));
        boolean meeting = chance.nextInt(100) < 10;
        Instant began = morning(inviter.signedUp());
        for (int other : work) {
            if (!joined.containsKey(other) && chance.nextInt(100) < (meeting ? 60 : 20)) {
                Person person = people.get(other);
                Instant at = began.plus(meeting ? minutes(0, 40) : Duration.ofMinutes(chance.nextInt(5 * 24 * 60)));
                join(other, person, at(person, Where.WORK), at, inviter, joined, known);
            }
        }
    }

    /** Half of those who follow come within the hour, the others in the days after. */
    private void followers(
            int one, List<Person> people, List<Integer> order, Map<Integer, Life> joined, List<Integer> known) {
        Life inviter = Objects.requireNonNull(joined.get(one));
        int count = people.size() / 25;
        Instant posted = inviter.signedUp().plus(Duration.ofHours(20 + chance.nextInt(30)));
        for (int other : order.reversed()) {
            if (count > 0 && !joined.containsKey(other)) {
                Person person = people.get(other);
                Instant at = posted.plus(
                        chance.nextBoolean() ? minutes(0, 60) : Duration.ofMinutes(60 + chance.nextInt(3 * 24 * 60)));
                join(
                        other,
                        person,
                        at(person, chance.nextInt(100) < 60 ? Where.MOBILE : Where.HOME),
                        at,
                        inviter,
                        joined,
                        known);
                count--;
            }
        }
    }

    private void join(
            int one,
            Person person,
            String address,
            Instant at,
            Life inviter,
            Map<Integer, Life> joined,
            List<Integer> known) {
        if (at.isBefore(now)) {
            joined.put(one, join(person, address, at, inviter));
            known.add(one);
        }
    }

    private Life join(Person person, String address, Instant at, @Nullable Life inviter) {
        boolean atWork = person.work() != null && address.equals(at(person, Where.WORK));
        Life life = new Life(newId());
        life.sightings.add(new Sighting(address, atWork ? office(person.work()) : person.phone(), at));
        if (inviter != null) {
            Instant later = inviter.signedUp().isAfter(at) ? inviter.signedUp() : at;
            life.inviter = inviter;
            life.applied = later.plus(minutes(1, 4));
        }
        life.lastUsed = at.plus(minutes(2, 40));
        if (chance.nextDouble() > NEVER_BACK) {
            live(person, life);
        }
        lives.add(life);
        return life;
    }

    /** Whoever comes back does so more or less often, and is seen elsewhere. */
    private void live(Person person, Life life) {
        long left = Math.max(1, Duration.between(life.signedUp(), now).toHours());
        int times = 1 + chance.nextInt(6);
        for (int time = 0; time < times; time++) {
            Instant at = life.signedUp().plus(Duration.ofMinutes(60 + (long) (chance.nextDouble() * left * 60)));
            if (at.isBefore(now)) {
                life.lastUsed = at.isAfter(life.lastUsed) ? at : life.lastUsed;
                if (chance.nextInt(3) == 0) {
                    Where where = Where.values()[chance.nextInt(Where.values().length)];
                    life.sightings.add(new Sighting(
                            at(person, where), chance.nextInt(4) == 0 ? person.desktop() : person.phone(), at));
                }
            }
        }
        life.sightings.sort(Comparator.comparing(Sighting::at));
    }

    private enum Where {
        HOME,
        WORK,
        MOBILE
    }

    private String at(Person person, Where where) {
        Integer work = person.work();
        return switch (where) {
            case WORK -> work == null ? at(person, Where.HOME) : "198.18." + work / 250 + "." + (work % 250 + 1);
            // One carrier's customers leave by four addresses.
            case MOBILE -> "192.0.2." + (person.carrier() * 4 + chance.nextInt(4) + 1);
            case HOME ->
                person.home() % 3 == 0
                        ? "2001:db8:0:" + Integer.toHexString(person.home()) + "::" + (person.device() + 1)
                        : "10." + person.home() / 62500 + "." + person.home() / 250 % 250 + "."
                                + (person.home() % 250 + 1);
        };
    }

    /** A few phones are everywhere. */
    private String phone() {
        return "phone " + (int) (40 * Math.pow(chance.nextDouble(), 2.5));
    }

    private static String office(int work) {
        return "office computer " + work % 5;
    }

    private Instant evening(int daysAgo) {
        Instant at = now.minus(Duration.ofDays(daysAgo + 1L))
                .plus(Duration.ofMinutes((long) (24 * 60 * (0.5 + 0.49 * chance.nextDouble()))));
        return at.isBefore(now) ? at : now.minusSeconds(600);
    }

    private static Instant morning(Instant day) {
        return day.plus(Duration.ofHours(14));
    }

    private Duration minutes(int from, int to) {
        return Duration.ofSeconds(from * 60L + chance.nextInt((to - from) * 60));
    }

    private UUID newId() {
        return new UUID(
                (chance.nextLong() & 0xffff_ffff_ffff_0fffL) | 0x7000L,
                (chance.nextLong() & 0x3fff_ffff_ffff_ffffL) | 0x8000_0000_0000_0000L);
    }

    // --- somebody who makes accounts

    /** How the accounts of one hand bring one another. */
    enum Shape {
        STAR,
        CHAIN,
        TREE
    }

    /** Fifty accounts, made on three evenings from three addresses with two phones, of which two are used again. */
    Set<UUID> addRing(Shape shape, int accounts) {
        var ring = new ArrayList<Life>();
        Life first = lives.get(chance.nextInt(lives.size()));
        Instant at = now.minus(Duration.ofDays(9));
        for (int made = 0; made < accounts; made++) {
            at = at.plus(made > 0 && made % (accounts / 3) == 0 ? Duration.ofHours(22) : minutes(2, 12));
            Life life = new Life(newId());
            life.sightings.add(new Sighting(
                    "203.0.113." + (chance.nextInt(3) + 1), "phone " + (chance.nextInt(5) == 0 ? 3 : 9), at));
            life.inviter = made == 0
                    ? first
                    : switch (shape) {
                        case STAR -> first;
                        case CHAIN -> ring.getLast();
                        case TREE -> ring.get(chance.nextInt(ring.size()));
                    };
            life.applied = at.plusSeconds(40);
            life.lastUsed = at.plus(made % 25 == 7 ? Duration.ofDays(3) : Duration.ofMinutes(2));
            ring.add(life);
        }
        lives.addAll(ring);
        return ring.stream().map(life -> life.id).collect(Collectors.toSet());
    }

    /** Goes on with a ring, from one of its addresses. */
    Set<UUID> growRing(Set<UUID> ring, int more) {
        List<Life> members =
                lives.stream().filter(life -> ring.contains(life.id)).toList();
        var added = new ArrayList<Life>();
        Instant at = now.minus(Duration.ofDays(3));
        for (int made = 0; made < more; made++) {
            at = at.plus(minutes(2, 12));
            Life life = new Life(newId());
            life.sightings.add(new Sighting("203.0.113.1", "phone 9", at));
            life.inviter = members.get(chance.nextInt(members.size()));
            life.applied = at.plusSeconds(40);
            life.lastUsed = at.plusSeconds(120);
            added.add(life);
        }
        lives.addAll(added);
        return added.stream().map(life -> life.id).collect(Collectors.toSet());
    }

    // --- as the watch reads it

    List<Brought> brought() {
        return lives.stream()
                .filter(life -> life.inviter != null)
                .map(life -> new Brought(
                        life.id, Objects.requireNonNull(life.inviter).id, Objects.requireNonNull(life.applied)))
                .toList();
    }

    Map<UUID, Seen> seen() {
        return lives.stream()
                .collect(Collectors.toMap(
                        life -> life.id,
                        life -> new Seen(
                                life.sightings.stream()
                                        .map(one ->
                                                new Spot(Addresses.ofOneHost(one.address()), one.client(), one.at()))
                                        .toList(),
                                life.signedUp(),
                                life.lastUsed)));
    }

    Map<String, Integer> crowds() {
        var people = new HashMap<String, Set<UUID>>();
        for (Life life : lives) {
            for (Sighting one : life.sightings) {
                people.computeIfAbsent(Addresses.ofOneHost(one.address()), none -> new HashSet<>())
                        .add(life.id);
            }
        }
        return people.entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, place -> place.getValue().size()));
    }
}
