package io.ringkey.query.processors;

import org.axonframework.messaging.MetaData;

/** How often a dead letter was tried again, which is kept with it. */
public final class Tries {

    /** The name under which the number stands in what is kept with a letter. */
    public static final String NAME = "tries";

    private Tries() {}

    static MetaData oneMore(MetaData diagnostics) {
        int before = diagnostics.get(NAME) instanceof Number tries ? tries.intValue() : 0;
        return diagnostics.and(NAME, before + 1);
    }
}
