package io.ringkey.bench.measure;

import io.ringkey.bench.Stage;
import io.ringkey.bench.Steady;
import io.ringkey.bench.table.Goal;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What the way from an event to its row costs, with no command around it. */
final class Appends implements Steady {

    private @Nullable EngineEvents engine;
    private @Nullable RawEvents raw;

    @Override
    public String name() {
        return "append";
    }

    @Override
    public String what() {
        return "Appending three events in a transaction, through the engine, " + EngineEvents.THREADS + " threads";
    }

    @Override
    public String limitName() {
        return "a transaction of three events, by JDBC, 8 clients";
    }

    @Override
    public Goal goal() {
        return new Goal.AtLeast(0.75, 0.9);
    }

    @Override
    public void prepare(Stage stage) {
        var postgres = stage.postgres("appends");
        raw = new RawEvents(postgres);
        engine = new EngineEvents(stage.writeSide("appends"));
    }

    @Override
    public double measured(Duration lasts) {
        return Objects.requireNonNull(engine).rate(lasts);
    }

    @Override
    public double limit(Duration lasts) {
        return Objects.requireNonNull(raw).appends(lasts);
    }
}
