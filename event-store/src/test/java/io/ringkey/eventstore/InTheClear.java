package io.ringkey.eventstore;

import org.springframework.beans.factory.config.BeanPostProcessor;

/** Has a program keep personal values as they are, to measure what the encryption costs. */
public final class InTheClear implements BeanPostProcessor {

    @Override
    public Object postProcessAfterInitialization(Object bean, String name) {
        return bean instanceof PersonalFields ? new PlainPersonalFields() : bean;
    }
}
