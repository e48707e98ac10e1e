package io.ringkey.bench.measure;

import io.ringkey.bench.Measure;
import io.ringkey.bench.table.Goal;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** All of them, in the order of the table. Those on the same stage stand together. */
public final class Measures {

    private static final int MEDIAN = 50;
    private static final int RARELY = 99;

    private Measures() {}

    /** Those that need Keycloak beside it. */
    public static List<Measure> besideKeycloak() {
        return List.of(BesideKeycloak.signIns(), BesideKeycloak.refreshes(), BesideKeycloak.profiles());
    }

    /**
     * Those with these short names.
     *
     * @param all those to choose from
     * @throws IllegalArgumentException for a name that nothing has
     */
    public static List<Measure> named(List<String> names, List<Measure> all) {
        Set<String> unknown = new HashSet<>(names);
        all.forEach(measure -> unknown.remove(measure.name()));
        if (!unknown.isEmpty()) {
            throw new IllegalArgumentException("no such measure: " + unknown + "; there are "
                    + all.stream().map(Measure::name).toList());
        }
        return all.stream().filter(measure -> names.contains(measure.name())).toList();
    }

    /** All that need nothing but the program. */
    public static List<Measure> all() {
        return List.of(
                new EmptyCalls(),
                new SignIns(),
                new SignInLatency(),
                new ProfileReads(),
                new ProfileReadsAtTheDatabase(),
                new Refreshes(),
                Lag.together(MEDIAN, new Goal.Within(10, 10)),
                Lag.together(RARELY, new Goal.Within(100, 30)),
                new Memory(),
                Lag.apart(RARELY, new Goal.Within(200, 50)),
                new TwoOfEach(),
                Appends.each(),
                Appends.together(),
                new OldNumbers(),
                new OneCode(),
                AppendsToMany.warm(),
                AppendsToMany.afterCheckpoint(),
                InspectionPages.rows(),
                InspectionPages.masked(),
                Start.usual(),
                Start.withKeptClasses(),
                new Replays());
    }
}
