package io.ringkey.query;

import jakarta.persistence.EntityManagerFactory;
import jakarta.persistence.spi.PersistenceUnitInfo;
import java.util.Map;
import org.hibernate.boot.registry.BootstrapServiceRegistry;
import org.hibernate.boot.registry.StandardServiceRegistryBuilder;
import org.hibernate.bytecode.enhance.spi.EnhancementContext;
import org.hibernate.bytecode.internal.none.BytecodeProviderImpl;
import org.hibernate.bytecode.spi.BytecodeProvider;
import org.hibernate.jpa.HibernatePersistenceProvider;
import org.hibernate.jpa.boot.internal.EntityManagerFactoryBuilderImpl;
import org.hibernate.jpa.boot.internal.PersistenceUnitInfoDescriptor;

/**
 * Hibernate that neither makes classes nor changes them: nothing of ours is read lazily through a proxy, and the library for it is a
 * thousand classes that each start would load.
 */
final class ReadModelProvider extends HibernatePersistenceProvider {

    @Override
    @SuppressWarnings("unchecked")
    public EntityManagerFactory createContainerEntityManagerFactory(PersistenceUnitInfo unit, Map<?, ?> properties) {
        return new Builder(unit, (Map<String, Object>) properties).build();
    }

    private static final class Builder extends EntityManagerFactoryBuilderImpl {

        Builder(PersistenceUnitInfo unit, Map<String, Object> properties) {
            super(new ClassesAsTheyAre(unit), properties);
        }

        @Override
        protected StandardServiceRegistryBuilder getStandardServiceRegistryBuilder(BootstrapServiceRegistry bootstrap) {
            return super.getStandardServiceRegistryBuilder(bootstrap)
                    .addService(BytecodeProvider.class, new BytecodeProviderImpl());
        }
    }

    private static final class ClassesAsTheyAre extends PersistenceUnitInfoDescriptor {

        ClassesAsTheyAre(PersistenceUnitInfo unit) {
            super(unit);
        }

        @Override
        public void pushClassTransformer(EnhancementContext enhancement) {}
    }
}
