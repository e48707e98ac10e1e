package io.ringkey.query.replay;

import io.ringkey.query.processors.NotProjected;
import io.ringkey.query.processors.Outages;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What every process does about replays, again and again: takes on those that no other process has, and goes on with
 * them, each for a while, beside each other. No process leads, so none is missed when it dies on the way. For one thread;
 * closed when that has ended.
 */
final class Rebuilds implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Rebuilds.class);
    private static final long LONGEST_STOP_SECONDS = 10;
    private static final Duration A_WHILE = Duration.ofMillis(300);
    private static final long LONGEST_LOOK_NANOS = Duration.ofSeconds(2).toNanos();
    private static final Duration UNTIL_IT_PASSES = Duration.ofSeconds(1);
    private static final Duration UNTIL_SOMEBODY_MENDS_IT = Duration.ofSeconds(3);

    private final Rebuild.Parts parts;
    private final Map<String, Rebuild> mine = new ConcurrentHashMap<>();
    private final Map<String, Long> notBefore = new ConcurrentHashMap<>();
    private final ExecutorService threads = Executors.newCachedThreadPool(
            Thread.ofPlatform().name("replay-", 0).daemon().factory());

    Rebuilds(Rebuild.Parts parts) {
        this.parts = parts;
    }

    void look() {
        long until = System.nanoTime() + LONGEST_LOOK_NANOS;
        boolean more = true;
        while (more && System.nanoTime() - until < 0) {
            List<Replay> open = parts.replays().open();
            letGoOfOthersThan(open);
            more = anyGoesOn(open);
        }
    }

    private boolean anyGoesOn(List<Replay> open) {
        var going =
                open.stream().map(replay -> threads.submit(() -> goOn(replay))).toList();
        boolean any = false;
        for (Future<Boolean> one : going) {
            try {
                any |= one.get();
            } catch (ExecutionException e) {
                throw new IllegalStateException(e.getCause());
            } catch (InterruptedException stopping) {
                Thread.currentThread().interrupt();
                return false;
            }
        }
        return any;
    }

    @Override
    public void close() {
        threads.shutdownNow();
        try {
            threads.awaitTermination(LONGEST_STOP_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
        }
        mine.values().forEach(Rebuild::close);
        mine.clear();
    }

    private void letGoOfOthersThan(List<Replay> open) {
        var names = open.stream().map(Replay::projection).collect(Collectors.toSet());
        mine.entrySet().removeIf(entry -> {
            boolean over = !names.contains(entry.getKey());
            if (over) {
                entry.getValue().close();
            }
            return over;
        });
    }

    private boolean goOn(Replay replay) {
        String projection = replay.projection();
        if (!parts.projections().names().contains(projection) || isPaused(projection)) {
            return false;
        }
        try {
            Rebuild rebuild = mine.get(projection);
            if (rebuild == null) {
                rebuild = Rebuild.of(projection, parts).orElse(null);
                if (rebuild == null) {
                    pause(projection, UNTIL_IT_PASSES);
                    return false;
                }
                mine.put(projection, rebuild);
            }
            return rebuild.goOn(replay, A_WHILE);
        } catch (Replays.Ended ended) {
            return true;
        } catch (RuntimeException e) {
            failed(replay, e);
            return false;
        }
    }

    private void failed(Replay replay, RuntimeException why) {
        String projection = replay.projection();
        Rebuild failed = mine.remove(projection);
        if (failed != null) {
            failed.close();
        }
        NotProjected words = NotProjected.because(why);
        if (Outages.isOne(why)) {
            LOG.debug("The replay of {} goes on in a moment", projection, words);
            pause(projection, UNTIL_IT_PASSES);
        } else {
            LOG.error("The projection {} could not be replayed", projection, words);
            pause(projection, UNTIL_SOMEBODY_MENDS_IT);
            parts.replays()
                    .failed(
                            replay,
                            String.valueOf(words.getMessage()),
                            parts.clock().instant());
        }
    }

    private boolean isPaused(String projection) {
        Long until = notBefore.get(projection);
        return until != null && System.nanoTime() - until < 0;
    }

    private void pause(String projection, Duration pause) {
        notBefore.put(projection, System.nanoTime() + pause.toNanos());
    }
}
