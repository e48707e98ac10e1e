package io.ringkey.web.apidocs;

import io.ringkey.api.FailureCode;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The ways in which this handler can fail, beyond what follows from its shape (who may call it, whether it has a body or
 * path ids, and that the database may be away). They become the error answers of the API's description.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface Fails {

    FailureCode[] value();
}
