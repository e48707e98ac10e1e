package io.ringkey.query;

import io.ringkey.api.Page;
import java.io.Serial;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import org.axonframework.messaging.responsetypes.AbstractResponseType;

/** An answer of one page of such items, which Axon has no response type for. */
final class PageOf<T> extends AbstractResponseType<Page<T>> {

    @Serial
    private static final long serialVersionUID = 1L;

    PageOf(Class<T> item) {
        super(item);
    }

    @Override
    public boolean matches(Type answer) {
        return answer instanceof ParameterizedType page
                && page.getRawType() == Page.class
                && isParameterizedTypeOfExpectedType(page);
    }

    @Override
    @SuppressWarnings({"unchecked", "rawtypes"}) // Axon knows a class here, and this is its generic form
    public Class responseMessagePayloadType() {
        return Page.class;
    }

    @Override
    public String toString() {
        return "PageOf(" + expectedResponseType.getSimpleName() + ")";
    }
}
