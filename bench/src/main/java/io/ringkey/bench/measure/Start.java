package io.ringkey.bench.measure;

import io.ringkey.bench.Measure;
import io.ringkey.bench.Stage;
import io.ringkey.bench.program.BareBoot;
import io.ringkey.bench.program.Postgres;
import io.ringkey.bench.program.Program;
import io.ringkey.bench.program.WriteSide;
import io.ringkey.bench.table.Goal;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** From the command to the first answer, PostgreSQL's start included, in a directory that has been used before. */
final class Start implements Measure {

    private static final double NANOS = TimeUnit.SECONDS.toNanos(1);

    private @Nullable Stage stage;

    @Override
    public String name() {
        return "start";
    }

    @Override
    public String what() {
        return "The second start, with the embedded PostgreSQL, from a class path";
    }

    @Override
    public String unit() {
        return "s";
    }

    @Override
    public String limitName() {
        return "a bare Spring Boot with web, security and a pool, from the same class path";
    }

    @Override
    public Goal goal() {
        return new Goal.AtMost(1.6, 1.3);
    }

    @Override
    public void prepare(Stage empty) {
        stage = empty;
        empty.close();
        if (!empty.scale().brief()) {
            whole();
        }
    }

    @Override
    public double measured(Duration lasts) {
        return whole();
    }

    private double whole() {
        Stage on = Objects.requireNonNull(stage);
        return seconds(() -> Program.standalone(
                on.scale().virtualMachine(),
                on.directory("start"),
                Map.of("RINGKEY_MASTER_KEY", WriteSide.MASTER_KEY)));
    }

    @Override
    public double limit(Duration lasts) {
        Stage on = Objects.requireNonNull(stage);
        Postgres postgres = on.postgres("bare");
        return seconds(() -> Program.of(
                BareBoot.class.getName(),
                on.scale().virtualMachine(),
                on.directory("bare-boot"),
                Map.of(
                        "RINGKEY_DATABASE_URL", postgres.url(),
                        "RINGKEY_DATABASE_USER", postgres.user(),
                        "RINGKEY_DATABASE_PASSWORD", postgres.password())));
    }

    private static double seconds(Supplier<Program> starting) {
        long start = System.nanoTime();
        Program started = starting.get();
        double took = (System.nanoTime() - start) / NANOS;
        started.close();
        return took;
    }
}
