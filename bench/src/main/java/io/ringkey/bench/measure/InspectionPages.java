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
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Pages of the record, each the one after the page before, of one type of event and of all. */
final class InspectionPages implements Measure {

    private static final int SHOWN = 50;
    private static final int PAGES = 400;
    private static final double PERCENT = 99;
    private static final double MILLI = TimeUnit.MILLISECONDS.toNanos(1);
    private static final List<EventFilter> FILTERS = List.of(
            EventFilter.ALL,
            new EventFilter("account.person-registered", List.of(), null, null, null, null),
            new EventFilter("session.opened", List.of(), null, null, null, null));

    private @Nullable EventRecords records;
    private long events;

    @Override
    public String name() {
        return "inspection";
    }

    @Override
    public String what() {
        return "A page of %d events of a record of %,d, p99, at the database".formatted(SHOWN, events);
    }

    @Override
    public String unit() {
        return "ms";
    }

    @Override
    public Goal goal() {
        return new Goal.Within(5, 2);
    }

    @Override
    public void prepare(Stage stage) {
        Postgres many = ManyEvents.on(stage);
        events = many.number("SELECT count(*) FROM event_store.domain_event");
        records = stage.writeSide(ManyEvents.NAME).bean(EventRecords.class);
    }

    @Override
    public double measured(Duration lasts) {
        EventRecords all = Objects.requireNonNull(records);
        double[] millis = new double[PAGES];
        int page = 0;
        while (page < PAGES) {
            for (EventFilter filter : FILTERS) {
                Place place = Place.NEWEST;
                for (int pages = 0; pages < PAGES / FILTERS.size() + 1 && page < PAGES; pages++) {
                    long start = System.nanoTime();
                    List<EventItem> found = all.page(filter, List.of(), place, SHOWN, PayloadLevel.MASKED);
                    millis[page++] = (System.nanoTime() - start) / MILLI;
                    if (found.isEmpty() && place == Place.NEWEST) {
                        throw new IllegalStateException("nothing is on record of " + filter);
                    }
                    place = found.size() < SHOWN ? Place.NEWEST : Place.after(found.getLast());
                }
            }
        }
        Arrays.sort(millis);
        return Statistics.percentile(millis, PERCENT);
    }
}
