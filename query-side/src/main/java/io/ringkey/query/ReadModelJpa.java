package io.ringkey.query;

import io.ringkey.query.QuerySideConfiguration.ReadModelSchema;
import jakarta.persistence.EntityManagerFactory;
import jakarta.persistence.ValidationMode;
import java.util.Map;
import javax.sql.DataSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.io.ResourceLoader;
import org.springframework.core.task.SimpleAsyncTaskExecutor;
import org.springframework.data.jpa.repository.config.EnableJpaRepositories;
import org.springframework.data.repository.config.BootstrapMode;
import org.springframework.orm.jpa.JpaTransactionManager;
import org.springframework.orm.jpa.LocalContainerEntityManagerFactoryBean;
import org.springframework.orm.jpa.persistenceunit.PersistenceManagedTypes;
import org.springframework.orm.jpa.persistenceunit.PersistenceManagedTypesScanner;
import org.springframework.orm.jpa.vendor.HibernateJpaVendorAdapter;

/** JPA over the schema {@code read_model}, with transactions of its own beside the event store's. */
@Configuration(proxyBeanMethods = false)
@EnableJpaRepositories(
        entityManagerFactoryRef = "entityManagerFactory",
        transactionManagerRef = "readModelTransactionManager",
        bootstrapMode = BootstrapMode.DEFERRED)
class ReadModelJpa {

    private static final int STATEMENTS_A_BATCH = 500;

    /** By themselves, so that they can be found when the program is built. */
    @Bean
    PersistenceManagedTypes readModelTypes(ResourceLoader resources) {
        return new PersistenceManagedTypesScanner(resources).scan(ReadModelJpa.class.getPackageName());
    }

    @Bean
    LocalContainerEntityManagerFactoryBean entityManagerFactory(
            DataSource dataSource, ReadModelSchema schema, PersistenceManagedTypes types) {
        var factory = new LocalContainerEntityManagerFactoryBean();
        factory.setPersistenceUnitName(schema.getClass().getPackageName());
        factory.setDataSource(dataSource);
        // Hibernate takes its time; the rest of the program starts beside it.
        factory.setBootstrapExecutor(new SimpleAsyncTaskExecutor("hibernate-"));
        factory.setManagedTypes(types);
        factory.setJpaVendorAdapter(new HibernateJpaVendorAdapter());
        factory.setPersistenceProvider(new ReadModelProvider());
        factory.setValidationMode(ValidationMode.NONE);
        factory.setJpaPropertyMap(Map.of(
                "hibernate.hbm2ddl.auto", "none",
                "hibernate.jdbc.batch_size", STATEMENTS_A_BATCH,
                "hibernate.order_inserts", true,
                "hibernate.order_updates", true,
                "hibernate.jdbc.time_zone", "UTC",
                // What the database says of a failure quotes values; whoever catches it logs what may be logged.
                "hibernate.jdbc.log.errors", false,
                "hibernate.query.fail_on_pagination_over_collection_fetch", true));
        return factory;
    }

    /** Not the primary one, which is the event store's: name it where it is meant. */
    @Bean
    JpaTransactionManager readModelTransactionManager(EntityManagerFactory entityManagerFactory) {
        return new JpaTransactionManager(entityManagerFactory);
    }
}
