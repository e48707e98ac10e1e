package io.ringkey.bench.measure;

import io.ringkey.bench.Stage;
import io.ringkey.bench.Steady;
import io.ringkey.bench.load.Client;
import io.ringkey.bench.load.ClosedLoop;
import io.ringkey.bench.load.Connected;
import io.ringkey.bench.load.HttpConnection;
import io.ringkey.bench.table.Goal;
import java.net.URI;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
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
        return ClosedLoop.rate(clients, lasts, client -> Connected.to(server, Refreshes::goingOn));
    }

    @Override
    public double limit(Duration lasts) {
        return Objects.requireNonNull(raw).changes(lasts);
    }

    private static Client goingOn(HttpConnection connection) {
        String first = Person.signIn(connection, Person.newPhone()).text("refresh");
        return goingOn(first, token -> Person.refresh(connection, token));
    }

    /** @param next what a token is given for */
    static Client goingOn(String first, UnaryOperator<String> next) {
        var token = new AtomicReference<>(first);
        return () -> token.set(next.apply(token.get()));
    }
}
