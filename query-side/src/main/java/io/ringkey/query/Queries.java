package io.ringkey.query;

import io.ringkey.api.Page;
import io.ringkey.api.people.PeopleQuery;
import java.util.Optional;
import org.axonframework.messaging.responsetypes.ResponseTypes;
import org.axonframework.queryhandling.QueryGateway;
import org.springframework.stereotype.Component;

/** Asks the read models, with the types that Axon's gateway has no words for. Safe for concurrent use. */
@Component
public final class Queries {

    private final QueryGateway gateway;

    Queries(QueryGateway gateway) {
        this.gateway = gateway;
    }

    /** The one thing that a query may find. */
    public <T> Optional<T> find(PeopleQuery query, Class<T> type) {
        return gateway.query(query, ResponseTypes.optionalInstanceOf(type)).join();
    }

    /** The page of such items that a query is answered with. */
    public <T> Page<T> page(PeopleQuery query, Class<T> item) {
        return gateway.query(query, new PageOf<>(item)).join();
    }
}
