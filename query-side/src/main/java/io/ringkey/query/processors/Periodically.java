package io.ringkey.query.processors;

import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Does something again and again on a thread of its own while the program runs. What fails is tried again the next time;
 * it is logged when it begins to fail and when it works again.
 */
public final class Periodically implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(Periodically.class);
    private static final long LONGEST_STOP_SECONDS = 10;

    private final String name;
    private final Duration pause;
    private final Runnable task;
    private @Nullable ScheduledExecutorService thread;
    private boolean failing;

    /**
     * @param name the thread's name
     * @param pause between the end of one time and the beginning of the next
     */
    public Periodically(String name, Duration pause, Runnable task) {
        this.name = name;
        this.pause = pause;
        this.task = task;
    }

    @Override
    public synchronized void start() {
        var started = Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().name(name).daemon().factory());
        started.scheduleWithFixedDelay(this::once, 0, pause.toMillis(), TimeUnit.MILLISECONDS);
        thread = started;
    }

    @Override
    public synchronized void stop() {
        var stopping = Objects.requireNonNull(thread);
        thread = null;
        stopping.shutdown();
        try {
            if (!stopping.awaitTermination(LONGEST_STOP_SECONDS, TimeUnit.SECONDS)) {
                stopping.shutdownNow();
            }
        } catch (InterruptedException e) {
            stopping.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public synchronized boolean isRunning() {
        return thread != null;
    }

    private void once() {
        try {
            task.run();
            if (failing) {
                failing = false;
                LOG.info("{} works again", name);
            }
        } catch (RuntimeException e) {
            if (!failing) {
                failing = true;
                LOG.warn(
                        "{} failed and will try again: {}",
                        name,
                        NotProjected.because(e).getMessage());
            }
        }
    }
}
