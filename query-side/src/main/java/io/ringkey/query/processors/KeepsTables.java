package io.ringkey.query.processors;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Which tables of the schema {@code read_model} this part of a projection fills, besides nothing else. A replay has the
 * same handlers fill twins of them; so handlers name tables with their schema, in SQL or by way of JPA, and keep nothing
 * in memory.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface KeepsTables {

    String[] value();

    /**
     * The indexes, besides unique ones, by which its handlers look up rows. A replay makes all others at its end, which
     * only who asks needs.
     */
    String[] writesBy() default {};
}
