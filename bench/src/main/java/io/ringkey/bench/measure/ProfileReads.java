package io.ringkey.bench.measure;

import io.ringkey.bench.Stage;
import io.ringkey.bench.Steady;
import io.ringkey.bench.load.ClosedLoop;
import io.ringkey.bench.table.Goal;
import java.net.URI;
import java.time.Duration;
import java.util.List;

/** One's own profile with a bearer token, against what the web server alone takes. */
final class ProfileReads implements Steady {

    static final String WHAT = "Reading one's profile with a bearer token, " + EmptyCalls.CLIENTS + " clients";

    private URI server = URI.create("");
    private List<String> tokens = List.of();

    @Override
    public String name() {
        return "profile";
    }

    @Override
    public String what() {
        return WHAT;
    }

    @Override
    public String limitName() {
        return EmptyCalls.LIMIT;
    }

    @Override
    public Goal goal() {
        return new Goal.AtLeast(0.35, 0.5);
    }

    @Override
    public void prepare(Stage stage) {
        server = stage.program().program().url();
        tokens = Person.signedIn(server, stage.scale().clients(EmptyCalls.CLIENTS));
    }

    @Override
    public double measured(Duration lasts) {
        return rate(server, tokens, lasts);
    }

    static double rate(URI server, List<String> tokens, Duration lasts) {
        return ClosedLoop.rate(
                tokens.size(), lasts, client -> Calls.withToken(server, "/api/users/me", tokens.get(client)));
    }

    @Override
    public double limit(Duration lasts) {
        return EmptyCalls.rate(server, tokens.size(), lasts);
    }
}
