package io.ringkey.eventstore;

import java.time.Clock;
import javax.sql.DataSource;
import org.axonframework.eventhandling.GenericDomainEventMessage;
import org.axonframework.serialization.jackson3.Jackson3Serializer;
import org.axonframework.serialization.upcasting.event.NoOpEventUpcaster;
import org.axonframework.spring.jdbc.SpringDataSourceConnectionProvider;
import org.axonframework.spring.messaging.unitofwork.SpringTransactionManager;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** What one process knows that appends events whose personal values are encrypted. */
final class WritingProcess {

    final LateWrites lateWrites;
    final JdbcSubjectKeys keys;
    final StreamsAhead streams;
    final PostgresEventStorageEngine engine;

    private final TransactionTemplate transaction;

    WritingProcess(DataSource database) {
        var transactions = new JdbcTransactionManager(database);
        transaction = new TransactionTemplate(transactions);
        lateWrites = new LateWrites(database);
        keys = new JdbcSubjectKeys(
                database,
                lateWrites,
                new MasterKey(new byte[MasterKey.BYTES]),
                new SecureRandomness(),
                Clock.systemUTC());
        streams = new StreamsAhead(database, keys);
        engine = new PostgresEventStorageEngine(
                new SpringDataSourceConnectionProvider(database),
                new SpringTransactionManager(transactions),
                new EventSerializer(new EventCatalogue(), new EncryptedPersonalFields(keys)),
                Jackson3Serializer.builder().build(),
                NoOpEventUpcaster.INSTANCE,
                keys,
                lateWrites,
                streams);
    }

    /** In a transaction, which may be under way. */
    void append(GenericDomainEventMessage<?>... events) {
        transaction.executeWithoutResult(status -> engine.appendEvents(events));
    }
}
