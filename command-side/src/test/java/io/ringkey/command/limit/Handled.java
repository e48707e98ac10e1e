package io.ringkey.command.limit;

import java.util.function.Supplier;
import org.axonframework.messaging.Message;
import org.axonframework.messaging.unitofwork.DefaultUnitOfWork;

/** What a handler does, while a message is the one at hand. */
final class Handled {

    private Handled() {}

    static <T> T as(Message<?> message, Supplier<T> handler) {
        var unit = DefaultUnitOfWork.startAndGet(message);
        try {
            return handler.get();
        } finally {
            unit.rollback();
        }
    }
}
