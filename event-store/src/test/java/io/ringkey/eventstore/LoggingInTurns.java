package io.ringkey.eventstore;

import java.util.concurrent.locks.ReentrantLock;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.context.event.ApplicationEnvironmentPreparedEvent;
import org.springframework.boot.context.event.ApplicationFailedEvent;
import org.springframework.boot.context.event.SpringApplicationEvent;
import org.springframework.boot.context.logging.LoggingApplicationListener;
import org.springframework.context.ApplicationListener;
import org.springframework.core.Ordered;

/**
 * Programs that tests start side by side share the logging of one virtual machine, which each of them sets up anew, and
 * which breaks when two do so at once.
 */
public final class LoggingInTurns {

    private static final ReentrantLock TURN = new ReentrantLock();

    private LoggingInTurns() {}

    /** Has a program wait for its turn. */
    public static void of(SpringApplication application) {
        application.addListeners(new Begin(), new End());
    }

    private static final class Begin implements ApplicationListener<ApplicationEnvironmentPreparedEvent>, Ordered {

        @Override
        public void onApplicationEvent(ApplicationEnvironmentPreparedEvent event) {
            TURN.lock();
        }

        @Override
        public int getOrder() {
            return LoggingApplicationListener.DEFAULT_ORDER - 1;
        }
    }

    private static final class End implements ApplicationListener<SpringApplicationEvent>, Ordered {

        @Override
        public void onApplicationEvent(SpringApplicationEvent event) {
            boolean over =
                    event instanceof ApplicationEnvironmentPreparedEvent || event instanceof ApplicationFailedEvent;
            if (over && TURN.isHeldByCurrentThread()) {
                TURN.unlock();
            }
        }

        @Override
        public int getOrder() {
            return LoggingApplicationListener.DEFAULT_ORDER + 1;
        }
    }
}
