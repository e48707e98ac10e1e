package io.ringkey.web.access;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The person a call is about: an {@link io.ringkey.api.account.AccountId} parameter, read from the path's
 * {@code {user_id}}, where {@code me} is the caller. What is no id is answered with 404 {@code not-found}.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.PARAMETER)
public @interface PersonId {}
