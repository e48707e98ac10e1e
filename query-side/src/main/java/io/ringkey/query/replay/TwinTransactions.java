package io.ringkey.query.replay;

import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import java.sql.Connection;
import org.hibernate.SessionFactory;
import org.springframework.orm.jpa.JpaTransactionManager;

/** Transactions of the read model on a connection that is given, for JPA and for plain SQL on the same source alike. */
final class TwinTransactions extends JpaTransactionManager {

    private static final long serialVersionUID = 1L;

    private final transient SessionFactory sessions;
    private final transient Connection connection;

    TwinTransactions(EntityManagerFactory entityManagers, Connection connection) {
        super(entityManagers);
        this.sessions = entityManagers.unwrap(SessionFactory.class);
        this.connection = connection;
    }

    @Override
    protected EntityManager createEntityManagerForTransaction() {
        return sessions.withOptions().connection(connection).openSession();
    }
}
