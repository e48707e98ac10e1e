package io.ringkey.command;

import io.ringkey.command.schema.OpenDatabase;
import io.ringkey.eventstore.scrub.Scrub;
import io.ringkey.eventstore.scrub.ScrubbedTable;
import io.ringkey.eventstore.scrub.ScrubbedTable.Outcome;
import io.ringkey.web.settings.Settings;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.function.Supplier;
import javax.sql.DataSource;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Takes what was deleted out of the database's files, at once and whatever the size of the tables. */
@Command(
        name = "scrub",
        description = "Takes what was deleted out of the database's files now, of large tables too. While a table is"
                + " written anew, nobody else can use it.",
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {
            "0:it is out of all of them",
            "1:a table was in use, or another scrub is at work: do it again",
            "2:a setting or an argument is bad",
            "3:the database cannot be had"
        },
        mixinStandardHelpOptions = true)
public final class ScrubFiles implements Callable<Integer> {

    private static final int AGAIN = 1;

    private final Supplier<Settings> settings;
    private final OpenDatabase.Opening opening;
    private final Function<DataSource, List<Scrub>> tables;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    /**
     * The command for one way of running.
     *
     * @param settings reads the settings; called once the arguments are known to be good
     * @param opening finds the database
     * @param tables those of it that are scrubbed
     */
    public ScrubFiles(
            Supplier<Settings> settings, OpenDatabase.Opening opening, Function<DataSource, List<Scrub>> tables) {
        this.settings = settings;
        this.opening = opening;
        this.tables = tables;
    }

    @Override
    public Integer call() {
        try (OpenDatabase database = opening.apply(settings.get())) {
            boolean whole = true;
            for (Scrub schema : tables.apply(database.dataSource())) {
                List<ScrubbedTable> tables = schema.now();
                tables.forEach(table -> spec.commandLine().getOut().println(table));
                whole &= !tables.isEmpty() && tables.stream().allMatch(table -> table.outcome() == Outcome.REWRITTEN);
            }
            if (!whole) {
                spec.commandLine().getErr().println("Not everything could be scrubbed: do it again.");
            }
            return whole ? 0 : AGAIN;
        }
    }
}
