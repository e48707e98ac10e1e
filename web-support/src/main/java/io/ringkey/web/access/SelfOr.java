package io.ringkey.web.access;

import io.ringkey.api.account.Role;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Only the person named by the path's {@code {user_id}}, or someone whose role includes this one, may call the handler.
 * Nobody: 401 {@code token.invalid}; a {@code user} on another's id: 404 {@code not-found}, as for an id that does not
 * exist; a higher role that is not enough: 403 {@code role.missing}.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.METHOD, ElementType.TYPE})
public @interface SelfOr {

    Role value();
}
