package io.ringkey.bench.measure;

import io.ringkey.bench.Measure;
import io.ringkey.bench.Stage;
import io.ringkey.bench.program.Postgres;
import io.ringkey.bench.table.Goal;
import java.net.URI;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** How far the profile view is behind the record, under light load. */
final class Lag implements Measure {

    private final String name;
    private final boolean apart;
    private final int percent;
    private final Goal goal;

    private URI server = URI.create("");
    private @Nullable Postgres postgres;

    private Lag(String name, boolean apart, int percent, Goal goal) {
        this.name = name;
        this.apart = apart;
        this.percent = percent;
        this.goal = goal;
    }

    /** Both sides in one process. */
    static Lag together(int percent, Goal goal) {
        return new Lag("lag-p" + percent, false, percent, goal);
    }

    /** The sides as two processes. */
    static Lag apart(int percent, Goal goal) {
        return new Lag("lag-apart-p" + percent, true, percent, goal);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String what() {
        return String.format(
                Locale.ROOT,
                "From the commit of an event that the profile view shows to its being there, p%d, light load, %s",
                percent,
                apart ? "two processes" : "one process");
    }

    @Override
    public String unit() {
        return "ms";
    }

    @Override
    public Goal goal() {
        return goal;
    }

    @Override
    public void prepare(Stage stage) {
        if (apart) {
            postgres = stage.sidesDatabase(1);
            server = stage.sides(1).commandSides().getFirst();
        } else {
            var running = stage.program();
            postgres = running.postgres();
            server = running.program().url();
        }
    }

    @Override
    public double measured(Duration lasts) throws SQLException {
        return ViewLag.percentile(Objects.requireNonNull(postgres), server, lasts, percent);
    }
}
