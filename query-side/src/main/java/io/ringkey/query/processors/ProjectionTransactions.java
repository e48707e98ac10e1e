package io.ringkey.query.processors;

import javax.sql.DataSource;
import org.axonframework.common.transaction.Transaction;
import org.axonframework.spring.messaging.unitofwork.SpringTransactionManager;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * Transactions of the projections: rows, position and dead letters in one. They don't wait for the disk, because what a
 * crash takes is projected again: the position goes with the rows.
 */
final class ProjectionTransactions extends SpringTransactionManager {

    private final JdbcTemplate jdbc;

    ProjectionTransactions(PlatformTransactionManager readModel, DataSource dataSource) {
        super(readModel);
        this.jdbc = new JdbcTemplate(dataSource);
    }

    @Override
    public Transaction startTransaction() {
        boolean begins = !TransactionSynchronizationManager.isActualTransactionActive();
        Transaction transaction = super.startTransaction();
        if (begins) {
            try {
                jdbc.execute("SET LOCAL synchronous_commit = off");
            } catch (RuntimeException e) {
                transaction.rollback();
                throw e;
            }
        }
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
