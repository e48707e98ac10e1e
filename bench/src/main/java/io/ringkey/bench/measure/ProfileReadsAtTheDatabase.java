package io.ringkey.bench.measure;

import io.ringkey.bench.Stage;
import io.ringkey.bench.Steady;
import io.ringkey.bench.table.Goal;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The same, against what the database alone takes. */
final class ProfileReadsAtTheDatabase implements Steady {

    private URI server = URI.create("");
    private List<String> tokens = List.of();
    private @Nullable RawProfiles raw;

    @Override
    public String name() {
        return "profile-row";
    }

    @Override
    public String what() {
        return ProfileReads.WHAT;
    }

    @Override
    public String limitName() {
        return "a row by its primary key, by JDBC, 8 clients";
    }

    @Override
    public Goal goal() {
        return new Goal.AtLeast(0.12, 0.15);
    }

    @Override
    public void prepare(Stage stage) {
        var running = stage.program();
        server = running.program().url();
        tokens = Person.signedIn(server, stage.scale().clients(EmptyCalls.CLIENTS));
        raw = new RawProfiles(running.postgres());
    }

    @Override
    public double measured(Duration lasts) {
        return ProfileReads.rate(server, tokens, lasts);
    }

    @Override
    public double limit(Duration lasts) {
        return Objects.requireNonNull(raw).rate(lasts);
    }
}
