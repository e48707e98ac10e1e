package io.ringkey.bench.measure;

import io.ringkey.api.inspection.EventFilter;
import io.ringkey.api.inspection.EventItem;
import io.ringkey.api.inspection.PayloadLevel;
import io.ringkey.bench.Measure;
import io.ringkey.bench.Stage;
import io.ringkey.bench.program.Postgres;
import io.ringkey.bench.table.Goal;
import io.ringkey.bench.table.Statistics;
import io.ringkey.eventstore.EventRecords;
import io.ringkey.eventstore.EventRecords.Place;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.DoubleStream;
import org.jspecify.annotations.Nullable;

/** Pages of the record, each the one after the page before, of one type of event and of all. */
final class InspectionPages implements Measure {

    private static final int SHOWN = 50;
    private static final int PAGES = 130;
    private static final double PERCENT = 99;
    private static final double MILLI = TimeUnit.MILLISECONDS.toNanos(1);
    private static final List<EventFilter> FILTERS = List.of(
            EventFilter.ALL,
            new EventFilter("account.person-registered", List.of(), null, null, null, null),
            new EventFilter("session.opened", List.of(), null, null, null, null));

    private final String name;
    private final PayloadLevel level;
    private final String how;
    private final Goal goal;
    private @Nullable EventRecords records;
    private long events;

    private InspectionPages(String name, PayloadLevel level, String how, Goal goal) {
        this.name = name;
        this.level = level;
        this.how = how;
        this.goal = goal;
    }

    /** Finding and fetching the rows. */
    static InspectionPages rows() {
        return new InspectionPages("inspection", PayloadLevel.NONE, "at the database", new Goal.Within(5, 2));
    }

    /** And opening what they say, each value with a key of its own person, to show it masked. */
    static InspectionPages masked() {
        return new InspectionPages("inspection-masked", PayloadLevel.MASKED, "opened and masked", new Goal.None());
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String what() {
        return "A page of %d events of a record of %,d, p99, %s".formatted(SHOWN, events, how);
    }

    @Override
    public String unit() {
        return "ms";
    }

    @Override
    public Goal goal() {
        return goal;
    }

    @Override
    public void prepare(Stage stage) {
        Postgres many = ManyEvents.on(stage);
        events = many.number("SELECT count(*) FROM event_store.domain_event");
        records = stage.writeSide(ManyEvents.NAME).bean(EventRecords.class);
    }

    @Override
    public double measured(Duration lasts) {
        var millis = DoubleStream.builder();
        long end = System.nanoTime() + lasts.toNanos();
        do {
            FILTERS.forEach(filter -> goBack(filter, millis));
        } while (System.nanoTime() < end);
        return Statistics.percentile(millis.build().sorted().toArray(), PERCENT);
    }

    private void goBack(EventFilter filter, DoubleStream.Builder millis) {
        EventRecords all = Objects.requireNonNull(records);
        Place place = Place.NEWEST;
        for (int page = 0; page < PAGES; page++) {
            long start = System.nanoTime();
            List<EventItem> found = all.page(filter, List.of(), place, SHOWN, level);
            millis.add((System.nanoTime() - start) / MILLI);
            if (found.isEmpty() && place == Place.NEWEST) {
                throw new IllegalStateException("nothing is on record of " + filter);
            }
            place = found.size() < SHOWN ? Place.NEWEST : Place.after(found.getLast());
        }
    }
}
