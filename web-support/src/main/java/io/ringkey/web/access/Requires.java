package io.ringkey.web.access;

import io.ringkey.api.account.Role;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Only someone signed in whose role includes this one may call the handler. Nobody: 401 {@code token.invalid}; a lesser
 * role: 403 {@code role.missing}.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.METHOD, ElementType.TYPE})
public @interface Requires {

    Role value();
}
