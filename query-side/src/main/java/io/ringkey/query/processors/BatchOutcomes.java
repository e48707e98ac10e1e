package io.ringkey.query.processors;

import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import java.util.List;
import java.util.OptionalLong;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.axonframework.messaging.InterceptorChain;
import org.axonframework.messaging.MessageHandlerInterceptor;
import org.axonframework.messaging.unitofwork.BatchingUnitOfWork;
import org.axonframework.messaging.unitofwork.UnitOfWork;
import org.jspecify.annotations.Nullable;
import org.springframework.orm.jpa.EntityManagerFactoryUtils;

/** Watches how a processor's batches end, and tells {@link Retake}. */
final class BatchOutcomes implements MessageHandlerInterceptor<EventMessage<?>> {

    private final Retake retake;
    private final EntityManagerFactory entityManagers;

    BatchOutcomes(Retake retake, EntityManagerFactory entityManagers) {
        this.retake = retake;
        this.entityManagers = entityManagers;
    }

    @Override
    public @Nullable Object handle(UnitOfWork<? extends EventMessage<?>> work, InterceptorChain chain)
            throws Exception {
        if (work instanceof BatchingUnitOfWork<? extends EventMessage<?>> batch && batch.isFirstMessage()) {
            List<? extends EventMessage<?>> events = batch.getMessages();
            batch.onPrepareCommit(committing -> flush());
            batch.afterCommit(committed -> retake.committed(lastPosition(events)));
            batch.onRollback(
                    rolledBack -> failed(events, rolledBack.getExecutionResult().getExceptionResult()));
        }
        return chain.proceed();
    }

    /** Before the commit, which would log what the database quotes. */
    private void flush() {
        EntityManager entityManager = EntityManagerFactoryUtils.getTransactionalEntityManager(entityManagers);
        if (entityManager != null) {
            try {
                entityManager.flush();
            } catch (RuntimeException e) {
                throw Outages.toldApart(e);
            }
        }
    }

    private void failed(List<? extends EventMessage<?>> events, Throwable why) {
        if (Outages.isOne(why)) {
            return;
        }
        if (events.size() > 1 && !retake.isEventByEvent()) {
            retake.batchFailed(lastPosition(events));
        } else {
            events.forEach(event -> retake.eventFailed(event.getIdentifier(), NotProjected.because(why)));
        }
    }

    private static OptionalLong lastPosition(List<? extends EventMessage<?>> events) {
        return events.getLast() instanceof TrackedEventMessage<?> tracked
                ? tracked.trackingToken().position()
                : OptionalLong.empty();
    }
}
