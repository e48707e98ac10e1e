package io.ringkey.bench.measure;

import io.ringkey.bench.Stage;
import io.ringkey.bench.Steady;
import io.ringkey.bench.load.ClosedLoop;
import io.ringkey.bench.program.Sides;
import io.ringkey.bench.table.Goal;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What a second process of each side costs or gives, all of them on the same processors. Both deployments stay up. */
final class TwoOfEach implements Steady {

    private @Nullable Sides two;
    private @Nullable Sides one;
    private int clients;

    @Override
    public String name() {
        return "two-of-each";
    }

    @Override
    public String what() {
        return "New people signing in, two command sides and two query sides on one PostgreSQL, " + SignIns.CLIENTS
                + " clients";
    }

    @Override
    public String limitName() {
        return "one of each";
    }

    @Override
    public Goal goal() {
        return new Goal.AtLeast(0.8, 1);
    }

    @Override
    public void prepare(Stage stage) {
        clients = stage.scale().clients(SignIns.CLIENTS);
        one = stage.sides(1);
        two = stage.sides(2);
    }

    @Override
    public double measured(Duration lasts) {
        return rate(Objects.requireNonNull(two).commandSides(), lasts);
    }

    @Override
    public double limit(Duration lasts) {
        return rate(Objects.requireNonNull(one).commandSides(), lasts);
    }

    private double rate(List<URI> servers, Duration lasts) {
        return ClosedLoop.rate(clients, lasts, client -> SignIns.signingIn(servers.get(client % servers.size())));
    }
}
