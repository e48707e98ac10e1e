package io.ringkey.bench.measure;

import io.ringkey.bench.Measure;
import io.ringkey.bench.Stage;
import io.ringkey.bench.program.Program;
import io.ringkey.bench.table.Goal;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What the program keeps of the machine's memory, after people signed in and read. */
final class Memory implements Measure {

    private @Nullable Program program;
    private List<String> tokens = List.of();
    private int clients;

    @Override
    public String name() {
        return "memory";
    }

    @Override
    public String what() {
        return "Memory of the program's process after load";
    }

    @Override
    public String unit() {
        return "MiB";
    }

    @Override
    public Goal goal() {
        return new Goal.Within(440, 320);
    }

    @Override
    public void prepare(Stage stage) {
        Program now = stage.program().program();
        program = now;
        clients = stage.scale().clients(SignIns.CLIENTS);
        tokens = Person.signedIn(now.url(), stage.scale().clients(EmptyCalls.CLIENTS));
    }

    @Override
    public double measured(Duration lasts) {
        Program now = Objects.requireNonNull(program);
        SignIns.rate(now.url(), clients, lasts);
        ProfileReads.rate(now.url(), tokens, lasts);
        return now.residentMebibytes();
    }
}
