package io.ringkey.web.apidocs;

import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.AnnotatedBeanDefinition;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.beans.factory.support.BeanDefinitionRegistryPostProcessor;

/**
 * Has springdoc made when somebody asks for the description: with an older Jackson, it is a twentieth of what a start would load.
 */
final class DescribedWhenAsked implements BeanDefinitionRegistryPostProcessor {

    private static final String DESCRIPTION = "openApiResource";
    /** Nobody asks for these: they set up what the description is made by. */
    private static final String[] SET_UP = {"modelConverterRegistrar", "initExtraSchemas"};

    @Override
    public void postProcessBeanDefinitionRegistry(BeanDefinitionRegistry beans) {
        for (String name : beans.getBeanDefinitionNames()) {
            BeanDefinition definition = beans.getBeanDefinition(name);
            if (isOfSpringdoc(definition.getBeanClassName()) || isOfSpringdoc(declaredBy(definition))) {
                definition.setLazyInit(true);
            }
        }
        // Commands of the program have none.
        if (beans.containsBeanDefinition(DESCRIPTION)) {
            beans.getBeanDefinition(DESCRIPTION).setDependsOn(SET_UP);
        }
    }

    private static boolean isOfSpringdoc(@Nullable String type) {
        return type != null && type.startsWith("org.springdoc.");
    }

    private static @Nullable String declaredBy(BeanDefinition definition) {
        return definition instanceof AnnotatedBeanDefinition annotated && annotated.getFactoryMethodMetadata() != null
                ? annotated.getFactoryMethodMetadata().getDeclaringClassName()
                : null;
    }
}
