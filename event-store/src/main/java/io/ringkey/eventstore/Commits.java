package io.ringkey.eventstore;

import io.ringkey.api.account.AccountEvent;
import io.ringkey.api.session.SessionEvent;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.axonframework.eventhandling.EventMessage;

/**
 * Counts the commits that brought events, and wakes whoever waits for the next. Of those of other processes it is told seldom
 * or never ({@link CommitsElsewhere}): they have to be looked for, too. Thread-safe.
 */
public final class Commits {

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition another = lock.newCondition();
    private volatile long count;
    private volatile long ownCount;
    private volatile long accessChanges;

    Commits() {}

    /** How many there have been. Count before looking: a commit in between is then looked for again, never missed. */
    public long count() {
        return count;
    }

    /** How many of them were this process's. */
    long ownCount() {
        return ownCount;
    }

    /**
     * How many of this process there have been after which somebody may do less, or more, than before. Count before looking
     * at what somebody may do: what was seen then holds as long as this count does, but for what other processes commit.
     */
    public long accessChanges() {
        return accessChanges;
    }

    /** @param events what the commit brought */
    void announce(List<? extends EventMessage<?>> events) {
        boolean changes = events.stream().anyMatch(event -> changesAccess(event.getPayload()));
        count(1, changes ? 1 : 0);
    }

    /** Another process has committed events. */
    void announceOthers() {
        count(0, 0);
    }

    private void count(int own, int changes) {
        lock.lock();
        try {
            accessChanges = accessChanges + changes;
            ownCount = ownCount + own;
            count = count + 1;
            another.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Waits for a commit after the one with number {@code seen}, or until the time is up. */
    public void awaitMoreThan(long seen, long nanos) throws InterruptedException {
        long left = nanos;
        lock.lock();
        try {
            while (count == seen && left > 0) {
                left = another.awaitNanos(left);
            }
        } finally {
            lock.unlock();
        }
    }

    private static boolean changesAccess(Object event) {
        return switch (event) {
            case SessionEvent session ->
                switch (session) {
                    case SessionEvent.SessionEnded ended -> true;
                    case SessionEvent.RefreshTokenReused reused -> true;
                    case SessionEvent.SessionConfirmed confirmed -> true;
                    case SessionEvent.SessionLeftUnconfirmed unconfirmed -> true;
                    case SessionEvent.SessionOpened opened -> false;
                    case SessionEvent.SessionSeenElsewhere elsewhere -> false;
                };
            case AccountEvent account ->
                switch (account) {
                    case AccountEvent.RoleChanged role -> true;
                    case AccountEvent.PersonBlocked blocked -> true;
                    case AccountEvent.PersonUnblocked unblocked -> true;
                    case AccountEvent.AccountErased erased -> true;
                    case AccountEvent.PersonRegistered registered -> false;
                    case AccountEvent.InviteCodeGiven given -> false;
                    case AccountEvent.ProfileChanged changed -> false;
                    case AccountEvent.AvatarChanged changed -> false;
                    case AccountEvent.PhoneChanged changed -> false;
                    case AccountEvent.NumberGivenUp given -> false;
                };
            default -> false;
        };
    }
}
