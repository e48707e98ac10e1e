package io.ringkey.bench.load;

import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** Something that is done once for each of many, on several threads. */
public final class Together {

    private Together() {}

    /** How many a second were done. */
    public static <T> double rate(int threads, List<T> all, Consumer<T> what) {
        var next = new AtomicInteger();
        long start = System.nanoTime();
        Threads.run(Math.min(threads, all.size()), number -> () -> {}, client -> {
            int done = 0;
            for (int mine = next.getAndIncrement(); mine < all.size(); mine = next.getAndIncrement()) {
                what.accept(all.get(mine));
                done++;
            }
            return done;
        });
        return all.size() / ((System.nanoTime() - start) / (double) TimeUnit.SECONDS.toNanos(1));
    }
}
