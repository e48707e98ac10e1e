package io.ringkey.query.replay;

import io.ringkey.eventstore.RecordedHistory;
import io.ringkey.query.processors.NotProjected;
import io.ringkey.query.processors.Outages;
import io.ringkey.query.processors.Projections;
import io.ringkey.query.processors.ReplayLetters;
import io.ringkey.query.processors.StoredPosition;
import io.ringkey.query.replay.Replay.State;
import jakarta.persistence.EntityManagerFactory;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.UUID;
import javax.sql.DataSource;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.json.JsonMapper;

/**
 * Has a projection's handlers fill twins of its tables from the record, beside those that answer, and puts them in their
 * place. One process at a time does it for a projection: the one that holds a lock, on the very connection on which it
 * writes, so that it cannot write on without it. It never goes beyond the view, whose exact position it then has when it
 * takes its place; so the view's processor goes on as if nothing had happened. For one thread.
 */
final class Rebuild implements AutoCloseable {

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final int EVENTS_A_BATCH = 2_000;
    private static final long LET_OTHERS_COME_UP_MILLIS = 2;
    /** Nobody needs one for so long, and it holds what the view may forget meanwhile. */
    private static final Duration LONGEST_WAIT = Duration.ofDays(1);

    private static final long RATE_OVER_NANOS = Duration.ofSeconds(1).toNanos();

    /** What takes long may take long; a process that stands still loses its connection, and another one goes on. */
    private static final String SETTINGS = """
            SELECT set_config(name, CASE name
                                        WHEN 'synchronous_commit' THEN 'off'
                                        -- Plans for tables that were empty would outlive that.
                                        WHEN 'plan_cache_mode' THEN 'force_custom_plan'
                                        WHEN 'idle_session_timeout' THEN '2min'
                                        WHEN 'idle_in_transaction_session_timeout' THEN '30s'
                                        ELSE '0' END, false)
              FROM pg_settings
             WHERE name IN ('synchronous_commit', 'plan_cache_mode', 'idle_session_timeout', 'idle_in_transaction_session_timeout',
                            'statement_timeout', 'transaction_timeout')
            """;

    private static final String LOCK = "SELECT pg_try_advisory_lock(hashtext('ringkey replay'), hashtext(?))";
    private static final String HOLD_THE_VIEW =
            "SELECT 1 FROM read_model.token_entry WHERE processor_name = ? FOR UPDATE";

    /**
     * The processor remembers which sequences wait, and has to look anew: it loses its claim, and gets it back when this
     * one has run out, two seconds later.
     */
    private static final String TAKE_THE_CLAIM = """
            UPDATE read_model.token_entry
               SET owner = 'replay',
                   timestamp = to_char(
                       now() AT TIME ZONE 'UTC' - CAST('3 seconds' AS interval), 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')
             WHERE processor_name = ?
            """;

    /** What every replay needs. */
    record Parts(
            Projections projections,
            RecordedHistory history,
            ReplayLetters letters,
            Replays replays,
            DataSource pool,
            DataSource connections,
            EntityManagerFactory entityManagers,
            Clock clock) {}

    /**
     * Where the view was at a moment.
     *
     * @param atNanos when that was known, by {@link System#nanoTime}
     */
    private record View(Reached reached, long atNanos) {
        static final View NONE = new View(Reached.NOTHING, 0);
    }

    private final Parts parts;
    private final String projection;
    private final Connection connection;
    private final JdbcTemplate plain;
    private final JdbcClient views;
    private final TwinTables tables;
    private final Set<String> types;
    private final RecordedHistory.Walk walk;
    private final TransactionTemplate transactions;

    private @Nullable UUID adopted;
    private Reached reached = Reached.NOTHING;
    private View view = View.NONE;
    private Set<String> heldBack = Set.of();
    private long rate;
    private long rateSince = System.nanoTime();
    private long eventsSince;

    private Rebuild(Parts parts, String projection, Connection connection, JdbcTemplate plain) {
        Set<String> names = parts.projections().tables(projection);
        this.parts = parts;
        this.projection = projection;
        this.connection = connection;
        this.plain = plain;
        this.views = JdbcClient.create(parts.pool());
        this.tables = new TwinTables(plain, names, parts.projections().indexesToWrite(projection));
        this.types = parts.projections().eventTypes(projection);
        this.walk = parts.history().walk(types);
        this.transactions = new TransactionTemplate(
                new TwinTransactions(parts.entityManagers(), TwinConnection.of(connection, names)));
    }

    /** Takes a projection's replay on; nothing when another process has it. */
    static Optional<Rebuild> of(String projection, Parts parts) {
        try {
            Connection connection = parts.connections().getConnection();
            var plain = new JdbcTemplate(new SingleConnectionDataSource(connection, true));
            try {
                plain.queryForList(SETTINGS);
                if (Boolean.TRUE.equals(plain.queryForObject(LOCK, Boolean.class, projection))) {
                    return Optional.of(new Rebuild(parts, projection, connection, plain));
                }
            } catch (RuntimeException e) {
                connection.close();
                throw e;
            }
            connection.close();
            return Optional.empty();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * Goes on for a while.
     *
     * @param asRead the replay, as it was a moment ago
     * @return whether there is more to be done at once
     */
    boolean goOn(Replay asRead, Duration atMost) {
        long until = System.nanoTime() + atMost.toNanos();
        Replay replay = asRead.id().equals(adopted) ? asRead : adopted();
        return switch (replay.state()) {
            case REQUESTED -> {
                begin(replay);
                yield true;
            }
            case RUNNING -> {
                if (follow(replay, until)) {
                    abreast(replay);
                }
                yield true;
            }
            case WAITING -> {
                if (follow(replay, until)) {
                    waiting(replay);
                }
                yield false;
            }
            case FINISHED, CANCELLED, FAILED -> {
                clear(replay);
                yield false;
            }
        };
    }

    /** Lets go of it. */
    @Override
    public void close() {
        walk.close();
        try {
            connection.close();
        } catch (SQLException alreadyGone) {
            // so is the lock
        }
    }

    /** Read anew: the process that had it before may have gone on for a moment. */
    private Replay adopted() {
        Replay replay = parts.replays().find(projection).orElseThrow();
        reached = replay.reached();
        view = View.NONE;
        heldBack = Set.copyOf(parts.letters().sequences(projection));
        adopted = replay.id();
        boolean madeBefore = replay.state() == State.RUNNING || replay.state() == State.WAITING;
        if (madeBefore && !tables.fitSoFar()) {
            begin(replay);
            return parts.replays().find(projection).orElseThrow();
        }
        return replay;
    }

    private void begin(Replay replay) {
        view = View.NONE;
        transactions.executeWithoutResult(transaction -> {
            parts.replays().begun(replay);
            tables.make();
            parts.letters().forget(projection);
        });
        reached = Reached.NOTHING;
        heldBack = Set.of();
    }

    private void clear(Replay replay) {
        transactions.executeWithoutResult(transaction -> {
            tables.drop();
            parts.letters().forget(projection);
            parts.replays().cleared(replay);
        });
    }

    private void abreast(Replay replay) {
        if (replay.comparison() == null) {
            // Which takes a while, so that there is something to follow afterwards.
            compare(replay);
        } else if (replay.onWord() || parts.letters().count(projection) > 0) {
            parts.replays().waits(replay);
        } else {
            takePlace(replay);
        }
    }

    private void waiting(Replay replay) {
        if (replay.wordGiven()) {
            takePlace(replay);
        } else if (replay.compareAsked()) {
            compare(replay);
        } else if (parts.clock().instant().isAfter(replay.startedAt().plus(LONGEST_WAIT))) {
            parts.replays().cancel(projection, parts.clock().instant());
        }
    }

    /** Takes in what the view has seen; true when that is all, or was a moment ago. */
    private boolean follow(Replay replay, long until) {
        if (view == View.NONE || reached.equals(view.reached())) {
            view = view();
        }
        while (!reached.equals(view.reached())) {
            if (walk.isAhead(reached.index())) {
                pause();
            } else if (step(replay, view)) {
                return true;
            }
            if (System.nanoTime() - until > 0) {
                return false;
            }
            if (reached.equals(view.reached())) {
                view = view();
            }
        }
        return true;
    }

    private static void pause() {
        try {
            Thread.sleep(LET_OTHERS_COME_UP_MILLIS);
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
        }
    }

    private View view() {
        List<StoredPosition> segments = parts.projections().positions(projection);
        if (segments.size() > 1) {
            throw new IllegalStateException("the projection is split");
        }
        Reached now = segments.isEmpty() ? Reached.NOTHING : Reached.by(segments.getFirst());
        if (now.index() < reached.index()) {
            throw new IllegalStateException("the view went back behind its replay");
        }
        return new View(now, System.nanoTime());
    }

    /** A batch on the way to where the view was; whether that is all. */
    private boolean step(Replay replay, View to) {
        SortedSet<Long> filled = reached.filledBy(to.reached());
        if (filled.isEmpty()) {
            var part = next(reached.index(), to);
            take(replay, part.events(), reached.upTo(part.reached(), to.reached()), to);
            return part.reached() == to.reached().index();
        }
        take(replay, parts.history().at(filled, types), reached.without(filled), to);
        return reached.equals(to.reached());
    }

    private RecordedHistory.Part next(long from, View to) {
        long until = to.reached().index();
        return walk.after(from, until, to.reached().gaps().subSet(from + 1, until + 1), EVENTS_A_BATCH, to.atNanos());
    }

    private void take(Replay replay, List<TrackedEventMessage<?>> events, Reached then, View to) {
        count(then.index() - reached.index());
        try {
            transactions.executeWithoutResult(transaction -> {
                project(events);
                parts.replays().reached(replay, then, rate);
            });
        } catch (RuntimeException e) {
            if (Outages.isOne(e) || e instanceof Replays.Ended) {
                throw e;
            }
            oneByOne(replay, events, to);
            transactions.executeWithoutResult(transaction -> parts.replays().reached(replay, then, rate));
        }
        reached = then;
    }

    /** Each in a transaction of its own: the one that fails alone is a dead letter. */
    private void oneByOne(Replay replay, List<TrackedEventMessage<?>> events, View to) {
        for (TrackedEventMessage<?> event : events) {
            long position = event.trackingToken().position().orElseThrow();
            Reached then = reached.gaps().contains(position)
                    ? reached.without(Set.of(position))
                    : reached.upTo(position, to.reached());
            try {
                transactions.executeWithoutResult(transaction -> {
                    project(List.of(event));
                    parts.replays().reached(replay, then, rate);
                });
            } catch (RuntimeException e) {
                if (Outages.isOne(e) || e instanceof Replays.Ended) {
                    throw e;
                }
                transactions.executeWithoutResult(transaction -> {
                    parts.letters().keep(projection, event, e);
                    parts.replays().reached(replay, then, rate);
                });
                heldBack = Set.copyOf(parts.letters().sequences(projection));
            }
            reached = then;
        }
    }

    private void project(List<TrackedEventMessage<?>> events) {
        if (heldBack.isEmpty()) {
            parts.projections().takeIn(projection, events);
            return;
        }
        var free = new ArrayList<TrackedEventMessage<?>>();
        for (TrackedEventMessage<?> event : events) {
            if (heldBack.contains(parts.letters().sequenceOf(event))) {
                parts.letters().keep(projection, event, null);
            } else {
                free.add(event);
            }
        }
        parts.projections().takeIn(projection, free);
    }

    private void count(long events) {
        eventsSince += events;
        long nanos = System.nanoTime() - rateSince;
        if (nanos > RATE_OVER_NANOS) {
            rate = Math.round(eventsSince * 1e9 / nanos);
            eventsSince = 0;
            rateSince = System.nanoTime();
        }
    }

    /** Both as one snapshot sees them, taken while the view is held where it is. */
    private void compare(Replay replay) {
        tables.complete();
        try {
            try {
                holdingTheView(() -> {
                    view = view();
                    while (!reached.equals(view.reached())) {
                        step(replay, view);
                    }
                    connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
                    connection.setAutoCommit(false);
                    plain.queryForList("SELECT 1");
                });
                var comparing = new Comparing(JdbcClient.create(plain));
                var found = tables.names().stream().map(comparing::table).toList();
                boolean same = found.stream().allMatch(Comparison.OfTable::same);
                var comparison = new Comparison(reached.index(), parts.clock().instant(), same, found);
                parts.replays().compared(replay, JSON.writeValueAsString(comparison));
            } finally {
                // Not begun when the view could not be held.
                if (!connection.getAutoCommit()) {
                    connection.rollback();
                    connection.setAutoCommit(true);
                }
                connection.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private interface Work {
        void run() throws SQLException;
    }

    /** The view's processor cannot commit meanwhile, and goes on after that. */
    private void holdingTheView(Work work) throws SQLException {
        try (Connection holding = parts.pool().getConnection()) {
            holding.setAutoCommit(false);
            try {
                var jdbc = new JdbcTemplate(new SingleConnectionDataSource(holding, true));
                jdbc.execute("SET LOCAL lock_timeout = '2s'");
                jdbc.queryForList(HOLD_THE_VIEW, projection);
                work.run();
            } finally {
                holding.rollback();
                holding.setAutoCommit(true);
            }
        }
    }

    /** All or nothing. Who reads waits for it, but not for long: if the tables cannot be had at once it is tried again. */
    private void takePlace(Replay replay) {
        tables.complete();
        try {
            transactions.executeWithoutResult(transaction -> {
                parts.replays().stillUnderWay(replay);
                if (!tables.fit()) {
                    throw new IllegalStateException("the tables were changed meanwhile");
                }
                tables.lockBesideOthers();
                // The processor takes its position before any row, and so do we.
                views.sql(HOLD_THE_VIEW).param(projection).query(Integer.class).list();
                tables.lock();
                takeTheRest();
                tables.takePlace();
                if (parts.letters().count(projection) > 0) {
                    views.sql(TAKE_THE_CLAIM).param(projection).update();
                }
                parts.letters().takePlace(projection);
                parts.replays().finished(replay, parts.clock().instant());
            });
        } catch (NotProjected aLetterOfTheLastMoment) {
            follow(replay, System.nanoTime());
        }
    }

    private void takeTheRest() {
        View rest = view();
        project(parts.history().at(reached.filledBy(rest.reached()), types));
        long from = reached.index();
        while (from < rest.reached().index()) {
            var part = next(from, rest);
            project(part.events());
            from = part.reached();
        }
    }
}
