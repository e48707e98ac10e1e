package io.ringkey.bench.measure;

import io.ringkey.bench.Measure;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** All of them, in the order of the table. Those on the same stage stand together. */
public final class Measures {

    private Measures() {}

    /**
     * Those with these short names, or all of them for none.
     *
     * @throws IllegalArgumentException for a name that nothing has
     */
    public static List<Measure> named(List<String> names) {
        List<Measure> all = all();
        Set<String> unknown = new HashSet<>(names);
        all.forEach(measure -> unknown.remove(measure.name()));
        if (!unknown.isEmpty()) {
            throw new IllegalArgumentException("no such measure: " + unknown + "; there are "
                    + all.stream().map(Measure::name).toList());
        }
        return all.stream()
                .filter(measure -> names.isEmpty() || names.contains(measure.name()))
                .toList();
    }

    private static List<Measure> all() {
        return List.of(
                new EmptyCalls(), new SignIns(), new ProfileReads(), new ProfileReadsAtTheDatabase(), new Appends());
    }
}
