package io.ringkey.bench.measure;

import io.ringkey.bench.Stage;
import io.ringkey.bench.Steady;
import io.ringkey.bench.load.Client;
import io.ringkey.bench.load.ClosedLoop;
import io.ringkey.bench.load.HttpConnection;
import io.ringkey.bench.table.Goal;
import java.net.URI;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Applications go on with their sessions: a token that is dead from then on, for a new pair. */
final class Refreshes implements Steady {

    static final int CLIENTS = 16;

    private URI server = URI.create("");
    private int clients;
    private @Nullable RawProfiles raw;

    @Override
    public String name() {
        return "refresh";
    }

    @Override
    public String what() {
        return "Exchanging a refresh token for a new pair, " + CLIENTS + " clients";
    }

    @Override
    public String limitName() {
        return "changing a row by its primary key, by JDBC, 8 clients";
    }

    @Override
    public Goal goal() {
        return new Goal.None();
    }

    @Override
    public void prepare(Stage stage) {
        var running = stage.program();
        server = running.program().url();
        clients = stage.scale().clients(CLIENTS);
        raw = new RawProfiles(running.postgres());
    }

    @Override
    public double measured(Duration lasts) {
        return ClosedLoop.rate(clients, lasts, client -> new Session(server));
    }

    @Override
    public double limit(Duration lasts) {
        return Objects.requireNonNull(raw).changes(lasts);
    }

    private static final class Session implements Client {

        private final HttpConnection connection;
        private String token;

        Session(URI server) {
            this.connection = new HttpConnection(server);
            this.token = Person.signIn(connection, Person.newPhone()).text("refresh");
        }

        @Override
        public void once() {
            token = Person.refresh(connection, token);
        }

        @Override
        public void close() {
            connection.close();
        }
    }
}
