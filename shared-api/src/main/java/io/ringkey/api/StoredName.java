package io.ringkey.api;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The name under which an event is stored, for good. It is ours and not the class's, so that code can be renamed
 * without breaking history.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface StoredName {

    /** {@code feature.what-happened}, in lower case with hyphens; never reused for another meaning. */
    String value();

    /** The shape of the payload; raised with every change that an older reader could not take. */
    String revision() default "1";
}
