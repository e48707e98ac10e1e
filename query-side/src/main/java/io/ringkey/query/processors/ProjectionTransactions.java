package io.ringkey.query.processors;

import org.axonframework.common.transaction.Transaction;
import org.axonframework.spring.messaging.unitofwork.SpringTransactionManager;
import org.springframework.transaction.PlatformTransactionManager;

/** Transactions of the projections: rows, position and dead letters in one. */
final class ProjectionTransactions extends SpringTransactionManager {

    ProjectionTransactions(PlatformTransactionManager readModel) {
        super(readModel);
    }

    @Override
    public Transaction startTransaction() {
        Transaction transaction = super.startTransaction();
        return new Transaction() {
            @Override
            public void commit() {
                try {
                    transaction.commit();
                } catch (RuntimeException e) {
                    // Axon logs it, and a database quotes values.
                    throw Outages.toldApart(e);
                }
            }

            @Override
            public void rollback() {
                transaction.rollback();
            }
        };
    }
}
