package io.ringkey.web.memory;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryNotificationInfo;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryUsage;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.management.ListenerNotFoundException;
import javax.management.Notification;
import javax.management.NotificationEmitter;
import javax.management.NotificationListener;
import org.springframework.context.SmartLifecycle;

/**
 * Has the serial collector look through its old objects when there are 16 MB more of them than lived the last time, or than
 * there were at the start: left to itself, it asks the system for more until the heap is at its limit. Other collectors see to
 * that themselves, and are left alone. Where so much more comes again and again, looks are {@link SparingLooks sparing}.
 */
final class OldGarbage implements SmartLifecycle, NotificationListener {

    private static final String OLD_OBJECTS_OF_THE_SERIAL_COLLECTOR = "Tenured Gen";
    private static final long GARBAGE = 16L << 20;

    private final Optional<MemoryPoolMXBean> old = ManagementFactory.getMemoryPoolMXBeans().stream()
            .filter(pool -> pool.getName().equals(OLD_OBJECTS_OF_THE_SERIAL_COLLECTOR))
            .findFirst();
    private final SparingLooks looks =
            new SparingLooks(System::gc, this::awaitMore, System::nanoTime, OldGarbage::after);
    private volatile boolean running;

    @Override
    public void start() {
        old.ifPresent(pool -> {
            notices().addNotificationListener(this, null, null);
            // Not now, while the program starts, although much of what is there is garbage.
            await(pool, pool.getUsage());
        });
        running = true;
    }

    @Override
    public void stop() {
        running = false;
        if (old.isPresent()) {
            try {
                notices().removeNotificationListener(this);
            } catch (ListenerNotFoundException never) {
                throw new IllegalStateException(never);
            }
        }
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    /** On the virtual machine's own thread for such notices. */
    @Override
    public void handleNotification(Notification notice, Object handback) {
        if (notice.getType().equals(MemoryNotificationInfo.MEMORY_THRESHOLD_EXCEEDED)) {
            looks.ask();
        }
    }

    private void awaitMore() {
        old.ifPresent(pool -> await(pool, pool.getCollectionUsage()));
    }

    private static void after(long nanos, Runnable look) {
        CompletableFuture.delayedExecutor(
                        nanos,
                        TimeUnit.NANOSECONDS,
                        task -> Thread.ofPlatform().name("old-garbage").daemon().start(task))
                .execute(look);
    }

    private static void await(MemoryPoolMXBean pool, MemoryUsage now) {
        pool.setUsageThreshold(Math.min(now.getUsed() + GARBAGE, now.getMax()));
    }

    private static NotificationEmitter notices() {
        return (NotificationEmitter) ManagementFactory.getMemoryMXBean();
    }
}
