package io.ringkey.query.figures;

import io.ringkey.query.figures.Statistics.Point;
import io.ringkey.query.figures.Statistics.Series;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A picture of a series in units of its own, which the page stretches.
 *
 * @param highest the largest count, which reaches to the top
 */
record BarChart(
        String name,
        long total,
        long highest,
        int width,
        List<Bar> bars,
        @Nullable String eventType) {

    static final int HEIGHT = 60;
    private static final int BAR = 10;
    private static final int GAP = 2;
    /** So that one event beside thousands is seen, and can be pointed at. */
    private static final int LOWEST = 2;

    /** @param until where the next bar begins */
    record Bar(int x, int y, int width, int height, Instant from, Instant until, long count) {}

    /** @param eventType of the events behind it, or {@code null} when no one type is */
    static BarChart of(Series series, Instant end, @Nullable String eventType) {
        List<Point> points = series.points();
        long highest = points.stream().mapToLong(Point::count).max().orElse(0);
        var bars = new ArrayList<Bar>();
        for (int i = 0; i < points.size(); i++) {
            Point point = points.get(i);
            Instant until = i + 1 < points.size() ? points.get(i + 1).at() : end;
            int height = point.count() == 0
                    ? 0
                    : Math.max(LOWEST, Math.toIntExact(Math.round((double) point.count() * HEIGHT / highest)));
            bars.add(new Bar(i * BAR, HEIGHT - height, BAR - GAP, height, point.at(), until, point.count()));
        }
        return new BarChart(series.name(), series.total(), highest, points.size() * BAR, bars, eventType);
    }
}
