package io.ringkey.bench.hot;

import io.ringkey.bench.table.Goal;
import io.ringkey.bench.table.Row;
import io.ringkey.bench.table.Statistics;
import java.util.List;
import java.util.Map;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** Runs JMH, and makes lines of the table of what it says. */
public final class HotRows {

    /** For the command's {@code --only}. */
    public static final String NAME = "hot";

    private static final Map<String, String> WHAT = Map.of(
            "writeEvents", "Writing the five events of a first sign-in (JMH, one thread)",
            "readEvents", "Reading the five events of a first sign-in (JMH)",
            "deriveCode", "Deriving a code (JMH)",
            "signToken", "Making an access token, with its one query (JMH)",
            "checkToken", "Checking an access token (JMH)");

    private static final int MEDIAN = 50;
    private static final int WARM_UPS = 3;

    private HotRows() {}

    /**
     * One thread each.
     *
     * @param brief in this virtual machine, once, for a moment: the figures mean nothing
     */
    public static List<Row> measured(int rounds, boolean brief) throws RunnerException {
        TimeValue time = brief ? TimeValue.milliseconds(50) : TimeValue.seconds(3);
        var options = new OptionsBuilder()
                .include(HotPieces.class.getName().replace(".", "\\.") + "\\..*")
                .forks(brief ? 0 : 1)
                .warmupIterations(brief ? 0 : WARM_UPS)
                .warmupTime(time)
                .measurementIterations(rounds)
                .measurementTime(time)
                .verbosity(VerboseMode.SILENT)
                .shouldFailOnError(true)
                .build();
        return new Runner(options).run().stream().map(HotRows::row).toList();
    }

    private static Row row(RunResult result) {
        String method = result.getPrimaryResult().getLabel();
        var figures = result.getPrimaryResult().getStatistics();
        return new Row(
                WHAT.getOrDefault(method, method),
                "/s",
                new Statistics(figures.getPercentile(MEDIAN), figures.getMin(), figures.getMax()),
                null,
                new Goal.None());
    }
}
