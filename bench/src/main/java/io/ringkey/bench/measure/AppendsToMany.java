package io.ringkey.bench.measure;

import io.ringkey.bench.Stage;
import io.ringkey.bench.Steady;
import io.ringkey.bench.program.Postgres;
import io.ringkey.bench.table.Goal;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Whether appending grows dearer with the record. */
final class AppendsToMany implements Steady {

    private final boolean afterCheckpoint;
    private final Goal goal;
    private @Nullable Postgres many;
    private @Nullable Postgres none;
    private @Nullable EngineEvents toMany;
    private @Nullable EngineEvents toNone;
    private long events;

    private AppendsToMany(boolean afterCheckpoint, Goal goal) {
        this.afterCheckpoint = afterCheckpoint;
        this.goal = goal;
    }

    /** When the database is warm. */
    static AppendsToMany warm() {
        return new AppendsToMany(false, new Goal.AtLeast(0.9, 0.95));
    }

    /** In the seconds in which every page that is written goes to the log whole. */
    static AppendsToMany afterCheckpoint() {
        return new AppendsToMany(true, new Goal.AtLeast(0.7, 0.85));
    }

    @Override
    public String name() {
        return afterCheckpoint ? "append-many-checkpoint" : "append-many";
    }

    @Override
    public String what() {
        return "Appending three events through the engine where there are %,d%s"
                .formatted(events, afterCheckpoint ? ", right after a checkpoint" : "");
    }

    @Override
    public String limitName() {
        return "the same where there were none" + (afterCheckpoint ? ", right after a checkpoint" : "");
    }

    @Override
    public Goal goal() {
        return goal;
    }

    @Override
    public void prepare(Stage stage) {
        Postgres filled = ManyEvents.on(stage);
        events = filled.number("SELECT count(*) FROM event_store.domain_event");
        Postgres empty = stage.postgres(name());
        many = filled;
        none = empty;
        toMany = new EngineEvents(stage.writeSide(ManyEvents.NAME));
        toNone = new EngineEvents(stage.writeSide(name()));
    }

    @Override
    public double measured(Duration lasts) {
        return rate(Objects.requireNonNull(many), Objects.requireNonNull(toMany), lasts);
    }

    @Override
    public double limit(Duration lasts) {
        return rate(Objects.requireNonNull(none), Objects.requireNonNull(toNone), lasts);
    }

    private double rate(Postgres postgres, EngineEvents engine, Duration lasts) {
        if (afterCheckpoint) {
            postgres.execute("CHECKPOINT");
        }
        return engine.rate(lasts);
    }
}
