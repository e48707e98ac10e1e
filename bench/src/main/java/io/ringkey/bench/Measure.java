package io.ringkey.bench;

import io.ringkey.bench.table.Goal;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Something that is measured, and the limit that it is held against. */
public interface Measure extends AutoCloseable {

    /** Its short name, for the command's {@code --only}. */
    String name();

    /** What it is, for the table. */
    String what();

    /** Of both figures. */
    default String unit() {
        return "/s";
    }

    /** What the limit is, for the table; nothing where there is none. */
    default @Nullable String limitName() {
        return null;
    }

    Goal goal();

    /** Makes ready what it needs. */
    void prepare(Stage stage) throws Exception;

    /**
     * The figure.
     *
     * @param lasts for how long to measure, if that is up to whoever measures
     */
    double measured(Duration lasts) throws Exception;

    /** The limit, in the same unit, as {@link #measured}. Not asked where it has no name. */
    default double limit(Duration lasts) throws Exception {
        throw new UnsupportedOperationException(name());
    }

    /** Measures without counting, the limit too, until what is measured is as fast as it will be. */
    default void warmUp(Scale scale) throws Exception {
        if (!scale.warmUp().isZero()) {
            measured(scale.warmUp());
            if (limitName() != null) {
                limit(scale.lasts());
            }
        }
    }

    /** Gives back what it held. */
    @Override
    default void close() throws Exception {}
}
