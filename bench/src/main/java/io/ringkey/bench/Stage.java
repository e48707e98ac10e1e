package io.ringkey.bench;

import io.ringkey.bench.program.Postgres;
import io.ringkey.bench.program.Program;
import io.ringkey.bench.program.Workplace;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What measures are taken on: one thing at a time, so that nothing else uses the machine. Started when it is asked for. */
public final class Stage implements AutoCloseable {

    private final Workplace workplace;
    private final Scale scale;
    private @Nullable Running running;
    private @Nullable Postgres alone;
    private int directories;

    /** The program and its database. */
    public record Running(Program program, Postgres postgres) {}

    Stage(Workplace workplace, Scale scale) {
        this.workplace = workplace;
        this.scale = scale;
    }

    public Scale scale() {
        return scale;
    }

    public Workplace workplace() {
        return workplace;
    }

    /** The whole program; the same for all who ask in a row. */
    public Running program() {
        clearAlone();
        Running now = running;
        if (now == null) {
            Program program = Program.standalone(
                    scale.virtualMachine(), workplace.directory("program-" + ++directories), Map.of());
            now = new Running(program, Postgres.of(program));
            running = now;
        }
        return now;
    }

    /** A new PostgreSQL without a program. */
    public Postgres postgres() {
        close();
        Postgres now = Postgres.alone(workplace.directory("postgres-" + ++directories));
        alone = now;
        return now;
    }

    private void clearAlone() {
        if (alone != null) {
            alone.close();
            alone = null;
        }
    }

    @Override
    public void close() {
        clearAlone();
        if (running != null) {
            running.postgres().close();
            running.program().close();
            running = null;
        }
    }
}
