package io.ringkey.bench.measure;

import io.ringkey.bench.Measure;
import io.ringkey.bench.Stage;
import io.ringkey.bench.Steady;
import io.ringkey.bench.load.OpenLoop;
import io.ringkey.bench.table.Goal;
import io.ringkey.bench.table.Statistics;
import java.net.URI;
import java.time.Duration;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** How long a sign-in takes, both calls together, while as many sign in as half of those who could. */
final class SignInLatency implements Measure {

    private static final int MOST_AT_A_TIME = 64;
    private static final double PERCENT = 99;

    private URI server = URI.create("");
    private int clients;
    private double rate;
    private @Nullable RawEvents raw;

    @Override
    public String name() {
        return "sign-in-p99";
    }

    @Override
    public String what() {
        return String.format(Locale.ROOT, "A sign-in (both calls), p99, at half the highest rate (%.0f /s)", rate);
    }

    @Override
    public String unit() {
        return "ms";
    }

    @Override
    public String limitName() {
        return "two transactions of 2 and 3 events, by JDBC, as many a second, p99";
    }

    @Override
    public Goal goal() {
        return new Goal.Within(50, 25);
    }

    @Override
    public void prepare(Stage stage) throws Exception {
        var running = stage.program();
        server = running.program().url();
        raw = new RawEvents(running.postgres());
        clients = stage.scale().clients(MOST_AT_A_TIME);
        int callers = stage.scale().clients(SignIns.CLIENTS);
        rate = Steady.reached(stage.scale(), lasts -> SignIns.rate(server, callers, lasts)) / 2;
    }

    @Override
    public double measured(Duration lasts) {
        return Statistics.percentile(
                OpenLoop.latencies(clients, rate, lasts, client -> SignIns.signingIn(server)), PERCENT);
    }

    @Override
    public double limit(Duration lasts) {
        return Statistics.percentile(Objects.requireNonNull(raw).loginLatencies(rate, lasts), PERCENT);
    }
}
