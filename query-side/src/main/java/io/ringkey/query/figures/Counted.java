package io.ringkey.query.figures;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What some events come to, by the hour. For one thread. */
final class Counted {

    private final Map<String, Map<Instant, Long>> figures = new TreeMap<>();

    /** How much more of a figure there is in an hour. */
    record More(String name, Instant hour, long more) {}

    void add(Figure figure, Instant at) {
        add(figure.wireName(), at, 1);
    }

    void add(String name, Instant at, long more) {
        figures.computeIfAbsent(name, first -> new TreeMap<>())
                .merge(at.truncatedTo(ChronoUnit.HOURS), more, Long::sum);
    }

    /** Always in the same order: two who count up the same rows must not wait for each other. */
    List<More> sorted() {
        return figures.entrySet().stream()
                .flatMap(figure -> figure.getValue().entrySet().stream()
                        .map(hour -> new More(figure.getKey(), hour.getKey(), hour.getValue())))
                .toList();
    }
}
