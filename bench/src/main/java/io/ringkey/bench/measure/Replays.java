package io.ringkey.bench.measure;

import io.ringkey.bench.Measure;
import io.ringkey.bench.Stage;
import io.ringkey.bench.load.HttpConnection;
import io.ringkey.bench.load.HttpConnection.Answer;
import io.ringkey.bench.program.Postgres;
import io.ringkey.bench.table.Goal;
import java.net.URI;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** All views made anew at the same time, beside those that answer, from a record that people made. */
final class Replays implements Measure {

    private static final String ADMIN = "+78000000000";
    private static final String PATH = "/api/admin/projections";
    private static final Pattern NAME = Pattern.compile("\"name\":\"([a-z-]+)\",\"status\"");
    private static final Pattern LAG = Pattern.compile("\"lag\":([0-9]+)");
    private static final int FETCHED = 5_000;
    private static final int OK = 200;
    private static final int ACCEPTED = 202;
    private static final int UNAUTHORIZED = 401;
    private static final long LOOK_EVERY_MILLIS = 100;
    private static final double NANOS = TimeUnit.SECONDS.toNanos(1);

    private URI server = URI.create("");
    private @Nullable Postgres postgres;
    private List<String> projections = List.of();
    private long events;

    @Override
    public String name() {
        return "replay";
    }

    @Override
    public String what() {
        return "Replaying %,d events into all %d views".formatted(events, projections.size());
    }

    @Override
    public String unit() {
        return "events/s";
    }

    @Override
    public String limitName() {
        return "reading them in order, by JDBC with a cursor";
    }

    @Override
    public Goal goal() {
        return new Goal.AtLeast(0.12, 0.35);
    }

    @Override
    public void prepare(Stage stage) throws InterruptedException {
        var filled = stage.postgres("people");
        new EventMaker(filled, stage.writeSide("people")).fillUpTo(stage.scale().events());
        var running = stage.program("people", Map.of("RINGKEY_ADMIN_PHONE", ADMIN));
        server = running.program().url();
        postgres = running.postgres();
        try (var connection = new HttpConnection(server)) {
            var admin = new Admin(connection);
            String seen = admin.get(PATH).body();
            projections =
                    NAME.matcher(seen).results().map(name -> name.group(1)).toList();
            while (!haveSeenAll(admin.get(PATH))) {
                Thread.sleep(LOOK_EVERY_MILLIS);
            }
        }
        events = running.postgres().number("SELECT count(*) FROM event_store.domain_event");
    }

    private boolean haveSeenAll(Answer answer) {
        List<String> lags =
                LAG.matcher(answer.body()).results().map(lag -> lag.group(1)).toList();
        return lags.size() == projections.size() && lags.stream().allMatch("0"::equals);
    }

    @Override
    public double measured(Duration lasts) throws InterruptedException {
        try (var connection = new HttpConnection(server)) {
            var admin = new Admin(connection);
            long start = System.nanoTime();
            for (String projection : projections) {
                var answer = admin.post(path(projection));
                if (answer.status() != ACCEPTED) {
                    throw new IllegalStateException(answer.toString());
                }
            }
            for (String projection : projections) {
                for (String state = ""; !state.equals("finished"); Thread.sleep(LOOK_EVERY_MILLIS)) {
                    var answer = admin.get(path(projection));
                    if (answer.status() == OK) {
                        state = answer.text("state");
                    }
                    if (state.equals("failed") || state.equals("waiting")) {
                        throw new IllegalStateException("the replay of " + projection + " is " + state);
                    }
                }
            }
            return events / ((System.nanoTime() - start) / NANOS);
        }
    }

    /** Signs in, and again when the token has run out: not for anything else, since codes are few. */
    private static final class Admin {

        private final HttpConnection connection;
        private String token;

        Admin(HttpConnection connection) {
            this.connection = connection;
            this.token = bearer();
        }

        private String bearer() {
            return "Authorization: Bearer " + Person.signIn(connection, ADMIN).text("access");
        }

        Answer get(String path) {
            return withToken(() -> connection.get(path, token));
        }

        Answer post(String path) {
            return withToken(() -> connection.post(path, "{}", token));
        }

        private Answer withToken(Supplier<Answer> call) {
            Answer answer = call.get();
            if (answer.status() != UNAUTHORIZED) {
                return answer;
            }
            token = bearer();
            return call.get();
        }
    }

    private static String path(String projection) {
        return PATH + "/" + projection + "/replay";
    }

    @Override
    public double limit(Duration lasts) throws SQLException {
        try (Connection connection = Objects.requireNonNull(postgres).connect();
                Statement statement = connection.createStatement()) {
            // A cursor lives within a transaction.
            connection.setAutoCommit(false);
            statement.setFetchSize(FETCHED);
            long start = System.nanoTime();
            long rows = 0;
            try (ResultSet row = statement.executeQuery("SELECT global_index, event_identifier, aggregate_identifier,"
                    + " sequence_number, type, time_stamp, payload_type, payload_revision, payload, meta_data"
                    + " FROM event_store.domain_event ORDER BY global_index")) {
                while (row.next()) {
                    row.getBytes("payload");
                    rows++;
                }
            }
            return rows / ((System.nanoTime() - start) / NANOS);
        }
    }
}
