package io.ringkey.query.processors;

import java.util.Map;
import org.axonframework.config.ProcessingGroup;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.messaging.Message;
import org.axonframework.messaging.annotation.HandlerEnhancerDefinition;
import org.axonframework.messaging.annotation.MessageHandlingMember;
import org.axonframework.messaging.annotation.WrappedMessageHandlingMember;
import org.axonframework.messaging.unitofwork.BatchingUnitOfWork;
import org.axonframework.messaging.unitofwork.CurrentUnitOfWork;
import org.jspecify.annotations.Nullable;

/**
 * Stands between the projections' event handlers and the processor: an event that has failed alone is not handled again,
 * and whatever a handler throws is told apart and stripped of what it quotes.
 */
final class GuardedHandlers implements HandlerEnhancerDefinition {

    private final Map<String, Retake> retakes;

    /** @param retakes by processing group: only the handlers of these are guarded */
    GuardedHandlers(Map<String, Retake> retakes) {
        this.retakes = Map.copyOf(retakes);
    }

    @Override
    public <T> MessageHandlingMember<T> wrapHandler(MessageHandlingMember<T> original) {
        ProcessingGroup group = original.declaringClass().getAnnotation(ProcessingGroup.class);
        Retake retake = group == null ? null : retakes.get(group.value());
        return retake == null || !original.canHandleMessageType(EventMessage.class)
                ? original
                : new Guarded<>(original, retake);
    }

    private static final class Guarded<T> extends WrappedMessageHandlingMember<T> {

        private final Retake retake;

        Guarded(MessageHandlingMember<T> handler, Retake retake) {
            super(handler);
            this.retake = retake;
        }

        @Override
        public @Nullable Object handle(Message<?> event, @Nullable T target) {
            NotProjected verdict = isOfTheProcessor() ? retake.verdictOn(event.getIdentifier()) : null;
            if (verdict != null) {
                throw new Undeliverable(verdict);
            }
            try {
                return super.handle(event, target);
            } catch (VirtualMachineError e) {
                throw e;
            } catch (Exception | Error e) {
                throw Outages.toldApart(e);
            }
        }
    }

    /** Not a dead letter that is tried again, and not a replay: the verdict is for neither. */
    private static boolean isOfTheProcessor() {
        return CurrentUnitOfWork.isStarted() && CurrentUnitOfWork.get() instanceof BatchingUnitOfWork<?>;
    }

    /** The event is to be a dead letter, and nothing of it has been handled in this transaction. */
    static final class Undeliverable extends RuntimeException {

        private static final long serialVersionUID = 1L;

        private final NotProjected why;

        private Undeliverable(NotProjected why) {
            super(why.getMessage(), null, false, false);
            this.why = why;
        }

        NotProjected why() {
            return why;
        }
    }
}
