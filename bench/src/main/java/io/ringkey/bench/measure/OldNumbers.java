package io.ringkey.bench.measure;

import io.ringkey.api.PhoneNumber;
import io.ringkey.bench.Stage;
import io.ringkey.bench.Steady;
import io.ringkey.bench.load.ClosedLoop;
import io.ringkey.bench.load.Together;
import io.ringkey.bench.table.Goal;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Whether signing in grows dearer with a number's past. Without HTTP, whose beats would hide it. */
final class OldNumbers implements Steady {

    private static final int THREADS = 4;
    private static final int SIGN_INS = 10_000;

    private @Nullable People people;
    private List<PhoneNumber> old = List.of();
    private int before;

    @Override
    public String name() {
        return "old-number";
    }

    @Override
    public String what() {
        return "Signing in with numbers that signed in %,d times before, in process, %d threads"
                .formatted(before, THREADS);
    }

    @Override
    public String limitName() {
        return "new numbers";
    }

    @Override
    public Goal goal() {
        return new Goal.AtLeast(0.8, 0.95);
    }

    @Override
    public void prepare(Stage stage) {
        People all = new People(stage.writeSide("numbers"));
        people = all;
        before = stage.scale().of(SIGN_INS);
        old = Stream.generate(People::newPhone).limit(THREADS).toList();
        Together.rate(THREADS, old, phone -> IntStream.range(0, before).forEach(again -> all.signIn(phone)));
    }

    @Override
    public double measured(Duration lasts) {
        People all = Objects.requireNonNull(people);
        return ClosedLoop.rate(THREADS, lasts, client -> () -> all.signIn(old.get(client)));
    }

    @Override
    public double limit(Duration lasts) {
        People all = Objects.requireNonNull(people);
        return ClosedLoop.rate(THREADS, lasts, client -> () -> all.signIn(People.newPhone()));
    }
}
