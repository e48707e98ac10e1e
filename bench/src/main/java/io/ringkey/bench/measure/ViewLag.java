package io.ringkey.bench.measure;

import io.ringkey.bench.load.OpenLoop;
import io.ringkey.bench.program.Postgres;
import io.ringkey.bench.table.Statistics;
import java.net.URI;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How long after its commit an event that the view shows is in it, seen from outside: somebody looks at the database again and again,
 * and notes when an event can first be read, and when the view's position is first at it or beyond. Both are late by the
 * pause between looks at most.
 */
final class ViewLag {

    private static final double SIGN_INS_A_SECOND = 5;
    private static final int CLIENTS = 8;
    private static final long LOOK_EVERY_NANOS = 500_000;
    private static final double MILLI = TimeUnit.MILLISECONDS.toNanos(1);
    private static final Pattern INDEX = Pattern.compile("\"index\":([0-9]+)");
    private static final long NOT_LOOKED_YET = -1;
    /** For what was written last to be seen. */
    private static final Duration AFTERWARDS = Duration.ofMillis(100);
    /** For it to reach the view. */
    private static final Duration LONGEST = Duration.ofSeconds(10);

    private ViewLag() {}

    /** Under light load, in milliseconds. */
    static double percentile(Postgres postgres, URI server, Duration lasts, double percent) throws SQLException {
        var over = new AtomicBoolean();
        try (Connection connection = postgres.connect()) {
            var looking = CompletableFuture.supplyAsync(() -> look(connection, over));
            OpenLoop.latencies(CLIENTS, SIGN_INS_A_SECOND, lasts, client -> SignIns.signingIn(server));
            LockSupport.parkNanos(AFTERWARDS.toNanos());
            over.set(true);
            return Statistics.percentile(
                    looking.join().stream()
                            .mapToDouble(Double::doubleValue)
                            .sorted()
                            .toArray(),
                    percent);
        }
    }

    private record Seen(long index, long at) {}

    private static List<Double> look(Connection connection, AtomicBoolean over) {
        List<Double> lags = new ArrayList<>();
        var waiting = new ArrayDeque<Seen>();
        long newest = NOT_LOOKED_YET;
        long giveUpAt = Long.MAX_VALUE;
        try (PreparedStatement look =
                connection.prepareStatement("SELECT (SELECT max(global_index) FROM event_store.domain_event"
                        + " WHERE payload_type = 'account.invite-code-given'),"
                        + " (SELECT convert_from(token, 'UTF8') FROM read_model.token_entry"
                        + " WHERE processor_name = 'profiles' AND segment = 0)")) {
            while (!over.get() || !waiting.isEmpty()) {
                try (ResultSet row = look.executeQuery()) {
                    row.next();
                    long now = System.nanoTime();
                    long index = row.getLong(1);
                    if (newest == NOT_LOOKED_YET) {
                        newest = index;
                    } else if (index > newest) {
                        newest = index;
                        waiting.add(new Seen(index, now));
                    }
                    long reached = reached(row.getString(2));
                    while (!waiting.isEmpty() && waiting.peek().index() <= reached) {
                        lags.add((now - waiting.remove().at()) / MILLI);
                    }
                }
                if (!over.get()) {
                    giveUpAt = System.nanoTime() + LONGEST.toNanos();
                } else if (System.nanoTime() > giveUpAt) {
                    throw new IllegalStateException("the view stands still");
                }
                LockSupport.parkNanos(LOOK_EVERY_NANOS);
            }
            return lags;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static long reached(@Nullable String token) {
        if (token == null) {
            return 0;
        }
        Matcher index = INDEX.matcher(token);
        return index.find() ? Long.parseLong(index.group(1)) : 0;
    }
}
