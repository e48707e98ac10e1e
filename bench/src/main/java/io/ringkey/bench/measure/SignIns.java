package io.ringkey.bench.measure;

import io.ringkey.bench.Stage;
import io.ringkey.bench.Steady;
import io.ringkey.bench.load.Client;
import io.ringkey.bench.load.ClosedLoop;
import io.ringkey.bench.load.Connected;
import io.ringkey.bench.table.Goal;
import java.net.URI;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** People sign in for the first time: six events in three transactions, and a token signed. */
final class SignIns implements Steady {

    /**
     * So many that the processors decide: answers to who asks for a code leave at beats of 25 ms, and commands that come at once
     * cost less. With half as many a fifth of the processors is idle; with twice as many no more sign in.
     */
    static final int CLIENTS = 64;

    private URI server = URI.create("");
    private int clients;
    private @Nullable RawEvents raw;

    @Override
    public String name() {
        return "sign-in";
    }

    @Override
    public String what() {
        return "New people signing in (`POST login`, `POST token`), " + CLIENTS + " clients";
    }

    @Override
    public String limitName() {
        return "two transactions of 2 and 3 events, by JDBC, 8 clients";
    }

    @Override
    public Goal goal() {
        return new Goal.AtLeast(0.25, 0.4);
    }

    @Override
    public void prepare(Stage stage) {
        var running = stage.program();
        server = running.program().url();
        clients = stage.scale().clients(CLIENTS);
        raw = new RawEvents(running.postgres());
    }

    @Override
    public double measured(Duration lasts) {
        return rate(server, clients, lasts);
    }

    static double rate(URI server, int clients, Duration lasts) {
        return ClosedLoop.rate(clients, lasts, client -> signingIn(server));
    }

    /** Somebody new each time. */
    static Client signingIn(URI server) {
        return Connected.to(server, connection -> () -> Person.signIn(connection, Person.newPhone()));
    }

    @Override
    public double limit(Duration lasts) {
        return Objects.requireNonNull(raw).logins(lasts);
    }
}
