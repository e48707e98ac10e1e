package io.ringkey.web.access;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * This handler is also for callers of whom it is not known that they are the person (A2), about themselves alone. Every
 * other handler that asks who calls refuses them: 403 {@code person.unconfirmed}. What it answers, it must look after
 * itself.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface AlsoUnconfirmed {}
