package io.ringkey.standalone.support;

import io.ringkey.standalone.support.Client.Answer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntConsumer;
import java.util.function.IntFunction;
import org.awaitility.Awaitility;

/** Several at once; the first failure of any is the test's. */
public final class Together {

    private Together() {}

    /** All of them start at the same moment. */
    public static <T> List<T> of(int count, IntFunction<T> what) {
        var start = new CountDownLatch(1);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<T>> running = new ArrayList<>();
            for (int number = 0; number < count; number++) {
                int mine = number;
                running.add(threads.submit(() -> {
                    start.await();
                    return what.apply(mine);
                }));
            }
            start.countDown();
            List<T> results = new ArrayList<>();
            for (Future<T> one : running) {
                results.add(one.get());
            }
            return results;
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Every round once, a few of them at a time, one after another within a lane. */
    public static void inLanes(int lanes, int rounds, IntConsumer round) {
        of(lanes, lane -> {
            for (int number = lane; number < rounds; number += lanes) {
                round.accept(number);
            }
            return lane;
        });
    }

    /** What is answered in the end: calls for one number take turns, and on a slow machine the last are told to come back. */
    public static Answer whenServed(Callable<Answer> call) {
        return Awaitility.await()
                .atMost(Duration.ofMinutes(1))
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofSeconds(1))
                .until(call, answer -> answer.status() != 503);
    }
}
