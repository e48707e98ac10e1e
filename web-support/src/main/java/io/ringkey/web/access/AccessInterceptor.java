package io.ringkey.web.access;

import io.ringkey.api.Caller;
import io.ringkey.api.Failure;
import io.ringkey.api.FailureCode;
import io.ringkey.api.account.Role;
import io.ringkey.web.access.AccessRule.AtLeast;
import io.ringkey.web.access.AccessRule.Open;
import io.ringkey.web.access.AccessRule.SelfOrAtLeast;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Optional;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerInterceptor;

/** Lets a call through to its handler when the handler's rule says so. */
final class AccessInterceptor implements HandlerInterceptor {

    @Override
    public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler) {
        if (AccessInventory.isOurs(handler)) {
            check(ruleOf(handler), request, isForUnconfirmed(handler));
        }
        return true;
    }

    /** Whatever got past {@link AccessInventory}, such as a handler that is no method, is closed. */
    private static AccessRule ruleOf(Object handler) {
        return Optional.of(handler)
                .filter(HandlerMethod.class::isInstance)
                .flatMap(method -> AccessRule.of((HandlerMethod) method))
                .orElseThrow(() -> new IllegalStateException(handler + " says nothing about who may call it"));
    }

    private static boolean isForUnconfirmed(Object handler) {
        return handler instanceof HandlerMethod method && method.hasMethodAnnotation(AlsoUnconfirmed.class);
    }

    private static void check(AccessRule rule, HttpServletRequest request, boolean forUnconfirmed) {
        switch (rule) {
            case Open open -> {}
            case AtLeast least -> {
                var caller = Identity.of(request).required();
                requireRole(caller, least.role());
                requireConfirmed(caller, forUnconfirmed);
            }
            case SelfOrAtLeast least -> requireSelfOrRole(request, least.role(), forUnconfirmed);
        }
    }

    private static void requireSelfOrRole(HttpServletRequest request, Role role, boolean forUnconfirmed) {
        var caller = Identity.of(request).required();
        if (caller.is(PathPerson.of(request))) {
            requireConfirmed(caller, forUnconfirmed);
            return;
        }
        if (caller.role() == Role.USER) {
            throw Failure.of(FailureCode.NOT_FOUND);
        }
        requireRole(caller, role);
        requireConfirmed(caller, false);
    }

    private static void requireConfirmed(Caller caller, boolean forUnconfirmed) {
        if (!caller.confirmed() && !forUnconfirmed) {
            throw Failure.of(FailureCode.PERSON_UNCONFIRMED);
        }
    }

    private static void requireRole(Caller caller, Role role) {
        if (!caller.role().includes(role)) {
            throw Failure.of(FailureCode.ROLE_MISSING);
        }
    }
}
