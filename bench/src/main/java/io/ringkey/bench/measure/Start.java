package io.ringkey.bench.measure;

import io.ringkey.bench.Measure;
import io.ringkey.bench.Stage;
import io.ringkey.bench.program.BareBoot;
import io.ringkey.bench.program.KeptClasses;
import io.ringkey.bench.program.Postgres;
import io.ringkey.bench.program.Program;
import io.ringkey.bench.program.WriteSide;
import io.ringkey.bench.table.Goal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** From the command to the first answer, PostgreSQL's start included, in a directory that has been used before. */
final class Start implements Measure {

    private static final double NANOS = TimeUnit.SECONDS.toNanos(1);

    private static final String OURS = "start";
    private static final String BARE = "bare-boot";

    private final boolean keeping;
    private @Nullable Stage stage;
    private List<String> ours = List.of();
    private List<String> bare = List.of();

    private Start(boolean keeping) {
        this.keeping = keeping;
    }

    /** As {@code java} starts a program. */
    static Start usual() {
        return new Start(false);
    }

    /** As {@code deploy/app/ringkey} does: with the classes that Java has kept of the first start. */
    static Start withKeptClasses() {
        return new Start(true);
    }

    @Override
    public String name() {
        return keeping ? "start" : "start-usual";
    }

    @Override
    public String what() {
        return "The second start, with the embedded PostgreSQL, from jars, "
                + (keeping ? "with the classes that Java has kept" : "as Java starts a program by itself");
    }

    @Override
    public String unit() {
        return "s";
    }

    @Override
    public String limitName() {
        return "a bare Spring Boot with web, security and a pool, from jars, likewise";
    }

    @Override
    public Goal goal() {
        return new Goal.AtMost(1.6, 1.3);
    }

    @Override
    public void prepare(Stage empty) {
        stage = empty;
        empty.close();
        ours = empty.scale().virtualMachine();
        bare = ours;
        if (!empty.scale().brief()) {
            ours = first(OURS, this::ringkey);
            bare = first(BARE, this::bareBoot);
        }
    }

    /** Starts a program for the first time, and says how it is started from then on. */
    private List<String> first(String directory, Function<List<String>, Program> program) {
        Stage on = Objects.requireNonNull(stage);
        List<String> usual = on.scale().virtualMachine();
        var kept = new KeptClasses(on.directory(directory));
        program.apply(keeping ? kept.keep(usual) : usual).close();
        return keeping ? kept.use(usual) : usual;
    }

    @Override
    public double measured(Duration lasts) {
        return seconds(() -> ringkey(ours));
    }

    @Override
    public double limit(Duration lasts) {
        // It starts beforehand, and not within what is timed.
        database();
        return seconds(() -> bareBoot(bare));
    }

    private Program ringkey(List<String> virtualMachine) {
        return Program.standalone(
                virtualMachine,
                Objects.requireNonNull(stage).directory(OURS),
                Map.of("RINGKEY_MASTER_KEY", WriteSide.MASTER_KEY));
    }

    private Program bareBoot(List<String> virtualMachine) {
        Postgres postgres = database();
        return BareBoot.start(
                virtualMachine,
                Objects.requireNonNull(stage).directory(BARE),
                Map.of(
                        "RINGKEY_DATABASE_URL", postgres.url(),
                        "RINGKEY_DATABASE_USER", postgres.user(),
                        "RINGKEY_DATABASE_PASSWORD", postgres.password()));
    }

    private Postgres database() {
        return Objects.requireNonNull(stage).postgres("bare");
    }

    private static double seconds(Supplier<Program> starting) {
        long start = System.nanoTime();
        Program started = starting.get();
        double took = (System.nanoTime() - start) / NANOS;
        started.close();
        return took;
    }
}
