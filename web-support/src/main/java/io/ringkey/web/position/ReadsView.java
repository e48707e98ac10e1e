package io.ringkey.web.position;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The handler answers from this view. A call with {@value EventPosition#WAIT_HEADER} is answered once the view has seen
 * that position, or with 503 {@code try-later} when it does not get there in time.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface ReadsView {

    /** The name of the view, as {@link ViewPositions} knows it. */
    String value();
}
