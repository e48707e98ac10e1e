package io.ringkey.bench.measure;

import io.ringkey.bench.Stage;
import io.ringkey.bench.Steady;
import io.ringkey.bench.load.ClosedLoop;
import io.ringkey.bench.table.Goal;
import java.net.URI;
import java.time.Duration;

/** What the load itself costs: nothing over HTTP is faster than this. */
final class EmptyCalls implements Steady {

    static final int CLIENTS = 16;
    static final String LIMIT = "an endpoint that does nothing";

    private URI server = URI.create("");
    private int clients;

    @Override
    public String name() {
        return "empty";
    }

    @Override
    public String what() {
        return "Calls of an endpoint that does nothing, by " + CLIENTS + " clients";
    }

    @Override
    public Goal goal() {
        return new Goal.None();
    }

    @Override
    public void prepare(Stage stage) {
        server = stage.program().program().url();
        clients = stage.scale().clients(CLIENTS);
    }

    @Override
    public double measured(Duration lasts) {
        return rate(server, clients, lasts);
    }

    static double rate(URI server, int clients, Duration lasts) {
        return ClosedLoop.rate(clients, lasts, client -> Calls.empty(server));
    }
}
