package io.ringkey.web.json;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** How large a body this handler reads; {@value #DEFAULT_BYTES} bytes without it. A larger one is 413. */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface MaxBody {

    /** The limit of handlers that name none: 64 KiB. */
    int DEFAULT_BYTES = 64 * 1024;

    /** In bytes. */
    int value();
}
