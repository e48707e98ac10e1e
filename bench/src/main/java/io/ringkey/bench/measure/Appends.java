package io.ringkey.bench.measure;

import io.ringkey.bench.Stage;
import io.ringkey.bench.Steady;
import io.ringkey.bench.table.Goal;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What the way from an event to its row costs, with no command around it. */
final class Appends implements Steady {

    private static final int MANY_THREADS = 64;

    private final boolean together;
    private @Nullable EngineEvents engine;
    private @Nullable RawEvents raw;

    private Appends(boolean together) {
        this.together = together;
    }

    /** Each in a transaction of its own. */
    static Appends each() {
        return new Appends(false);
    }

    /** Those that come at once in one transaction, as events of commands are. */
    static Appends together() {
        return new Appends(true);
    }

    @Override
    public String name() {
        return together ? "append-together" : "append";
    }

    @Override
    public String what() {
        return together
                ? "Appending three events each, in one transaction for all that come at once, as for commands, through the"
                        + " engine, " + MANY_THREADS + " threads"
                : "Appending three events in a transaction, through the engine, " + EngineEvents.THREADS + " threads";
    }

    @Override
    public String limitName() {
        return "a transaction of three events, by JDBC, 8 clients";
    }

    @Override
    public Goal goal() {
        return together ? new Goal.None() : new Goal.AtLeast(0.75, 0.9);
    }

    @Override
    public void prepare(Stage stage) {
        var postgres = stage.postgres("appends");
        raw = new RawEvents(postgres);
        engine = new EngineEvents(stage.writeSide("appends"));
    }

    @Override
    public double measured(Duration lasts) {
        EngineEvents events = Objects.requireNonNull(engine);
        return together ? events.rateTogether(MANY_THREADS, lasts) : events.rate(lasts);
    }

    @Override
    public double limit(Duration lasts) {
        return Objects.requireNonNull(raw).appends(lasts);
    }
}
