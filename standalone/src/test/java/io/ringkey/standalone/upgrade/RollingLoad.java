package io.ringkey.standalone.upgrade;

import io.ringkey.standalone.support.Client;
import io.ringkey.standalone.support.Client.Answer;
import io.ringkey.standalone.support.Person;
import io.ringkey.standalone.support.RunningProgram;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.jspecify.annotations.Nullable;

/**
 * People who come, go on, change, are brought and leave, each call to another of the processes that serve; no call may
 * fail. Like behind a proxy, a process is not called any more once it has been left.
 */
final class RollingLoad implements AutoCloseable {

    /** How many calls a round makes at the least. */
    static final int CALLS = 10;

    private static final int LANES = 4;
    private static final int RANGE = 760;
    private static final String ME = "/api/users/me/";

    private final List<RunningProgram> writing = new CopyOnWriteArrayList<>();
    private final List<RunningProgram> reading = new CopyOnWriteArrayList<>();
    private final Queue<String> failures = new ConcurrentLinkedQueue<>();
    private final AtomicInteger rounds = new AtomicInteger();
    private final AtomicInteger mixedRounds = new AtomicInteger();
    /** A round is made among the same processes from its beginning to its end. */
    private final ReadWriteLock changes = new ReentrantReadWriteLock(true);

    private final List<Thread> lanes = new ArrayList<>();
    private volatile boolean over;

    void writeBy(RunningProgram program) {
        writing.add(program);
    }

    void readBy(RunningProgram program) {
        reading.add(program);
    }

    void start() {
        for (int lane = 0; lane < LANES; lane++) {
            int range = RANGE + lane;
            lanes.add(Thread.startVirtualThread(() -> goOn(range)));
        }
    }

    /** Once it returns, nobody calls that process. */
    void leave(RunningProgram program) {
        changes.writeLock().lock();
        try {
            writing.remove(program);
            reading.remove(program);
        } finally {
            changes.writeLock().unlock();
        }
    }

    private void goOn(int range) {
        @Nullable String inviter = null;
        for (int round = 0; !over; round++) {
            changes.readLock().lock();
            try {
                inviter = new Round(range, round, List.copyOf(writing), List.copyOf(reading)).run(inviter);
            } catch (RuntimeException failed) {
                failures.add(failed.toString());
            } finally {
                changes.readLock().unlock();
            }
            rounds.incrementAndGet();
        }
    }

    int rounds() {
        return rounds.get();
    }

    /** How many were served by more than one process that writes. */
    int mixedRounds() {
        return mixedRounds.get();
    }

    Queue<String> failures() {
        return failures;
    }

    @Override
    public void close() {
        over = true;
        for (Thread lane : lanes) {
            try {
                lane.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Somebody new, and somebody who is there from the first round on. */
    private final class Round {

        private final int range;
        private final int number;
        private final List<RunningProgram> writing;
        private final List<RunningProgram> reading;
        private int calls;

        Round(int range, int number, List<RunningProgram> writing, List<RunningProgram> reading) {
            this.range = range;
            this.number = number;
            this.writing = writing;
            this.reading = reading;
        }

        /**
         * Makes the calls.
         *
         * @param inviter an invite code to apply, if any
         * @return the one to apply next time
         */
        String run(@Nullable String inviter) {
            if (writing.size() > 1) {
                mixedRounds.incrementAndGet();
            }
            Person old = signIn(Person.phone(range, 0));
            Person young = signIn(Person.phone(range, number + 1));
            Answer changed = is(200, write(old).send("PATCH", ME, Map.of("city", "Омск " + number)));
            if (inviter != null) {
                is(200, write(young).send("PATCH", ME, Map.of("referral_code", inviter)));
            }
            Answer refreshed = is(200, write().post("/api/users/token/refresh/", Map.of("refresh", old.refresh())));
            is(200, write().as(refreshed.text("access")).send("PATCH", ME, Map.of("telegram_id", "@old" + range)));
            is(200, read(old).get(ME));
            is(200, read(old).get(ME + "sessions/"));
            if (number % 3 == 0) {
                is(204, write(young).delete(ME));
            }
            return Objects.requireNonNull(changed.text("invite_code"));
        }

        private Person signIn(String phone) {
            return Person.signIn(write(), phone, Person.code(write(), phone));
        }

        private Client write(Person person) {
            return write().as(person.access());
        }

        private Client write() {
            return Client.of(writing.get((number + calls++) % writing.size()).url());
        }

        private Client read(Person person) {
            return Client.of(reading.get((number + calls++) % reading.size()).url())
                    .as(person.access());
        }

        private Answer is(int status, Answer answer) {
            if (answer.status() != status) {
                failures.add("round " + number + ": " + status + " was expected, not " + answer);
            }
            return answer;
        }
    }
}
