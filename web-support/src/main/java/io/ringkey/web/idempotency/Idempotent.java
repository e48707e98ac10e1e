package io.ringkey.web.idempotency;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The handler honours {@code Idempotency-Key}: the same person asking the same again with the same key within a day gets
 * the first answer again, and nothing is done twice. For POSTs of signed-in people whose answer holds no secret, since
 * the answer's status and body are kept; headers are not.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface Idempotent {}
