package io.ringkey.bench;

import io.ringkey.bench.hot.HotRows;
import io.ringkey.bench.measure.Measures;
import io.ringkey.bench.program.Keycloak;
import io.ringkey.bench.program.Workplace;
import io.ringkey.bench.table.Machine;
import io.ringkey.bench.table.Page;
import io.ringkey.bench.table.Row;
import io.ringkey.bench.table.Steadiness;
import io.ringkey.eventstore.EventStoreConfiguration;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Measures everything in one run, and writes the table. */
@Command(
        name = "bench",
        description = "Measures how fast the program is, beside the limits of this machine.",
        mixinStandardHelpOptions = true)
public final class Bench implements Callable<Integer> {

    private static final int ROUNDS = 5;
    private static final int BRIEF_ROUNDS = 2;

    @Spec
    private CommandSpec command = CommandSpec.create();

    @Option(names = "--short", description = "Does little of everything, to see that it works: figures mean nothing.")
    private boolean brief;

    @Option(names = "--only", split = ",", description = "Short names of what alone is to be measured.")
    private List<String> only = List.of();

    @Option(names = "--out", description = "Where the table goes.", defaultValue = "docs/performance.md")
    private Path out = Path.of("");

    @Option(names = "--rounds", description = "How often each is measured; 5, or 2 with --short.")
    private int rounds;

    @Option(names = "--events", description = "How many events are replayed.", defaultValue = "1000000")
    private int events;

    @Option(
            names = "--in",
            description = "A directory on a disk, where databases are made and taken away again.",
            defaultValue = "${sys:java.io.tmpdir}")
    private Path in = Path.of("");

    @Option(
            names = "--keycloak",
            description = "Where a distribution of Keycloak is unpacked: measures what it does, too, beside ours.")
    private @Nullable Path keycloak;

    public static void main(String[] arguments) {
        System.exit(new CommandLine(new Bench()).execute(arguments));
    }

    @Override
    public Integer call() throws Exception {
        Scale scale = brief
                ? Scale.brief(rounds > 0 ? rounds : BRIEF_ROUNDS)
                : Scale.whole(rounds > 0 ? rounds : ROUNDS, events);
        List<Measure> measures = measures();
        var steadiness = Steadiness.measured(scale.lasts());
        try (var workplace = new Workplace(in);
                var stage = new Stage(workplace, scale, keycloak)) {
            // What is told of PostgreSQL is the same for all that are started.
            Map<String, String> postgres = stage.program().postgres().settings();
            List<Row> rows = new ArrayList<>();
            List<String> failed = Rounds.of(measures, stage, row -> {
                System.out.println(row.line());
                rows.add(row);
                // Whoever stops a run keeps what it has found out.
                write(rows, steadiness, postgres, workplace, scale);
            });
            stage.close();
            if (only.isEmpty() || only.contains(HotRows.NAME)) {
                rows.addAll(HotRows.measured(scale.rounds(), brief));
                write(rows, steadiness, postgres, workplace, scale);
            }
            if (!failed.isEmpty()) {
                throw new CommandLine.ExecutionException(
                        command.commandLine(), "could not be measured: " + String.join(", ", failed));
            }
        }
        return 0;
    }

    private void write(
            List<Row> rows, Steadiness steadiness, Map<String, String> postgres, Workplace workplace, Scale scale)
            throws IOException {
        var circumstances = new Page.Circumstances(
                EventStoreConfiguration.systemTime().instant(),
                Machine.current(),
                steadiness,
                postgres,
                workplace.fileSystem(),
                scale.words());
        Page.write(out, circumstances, rows);
    }

    private List<Measure> measures() {
        List<Measure> all = new ArrayList<>(Measures.all());
        if (keycloak != null) {
            if (!Keycloak.isIn(keycloak)) {
                // Now, and not when it comes to that, an hour later.
                throw new CommandLine.ParameterException(command.commandLine(), "no Keycloak in " + keycloak);
            }
            all.addAll(Measures.besideKeycloak());
        }
        try {
            return only.isEmpty()
                    ? all
                    : Measures.named(
                            only.stream()
                                    .filter(name -> !name.equals(HotRows.NAME))
                                    .toList(),
                            all);
        } catch (IllegalArgumentException unknown) {
            throw new CommandLine.ParameterException(command.commandLine(), String.valueOf(unknown.getMessage()));
        }
    }
}
