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
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.http.HttpMethod;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerInterceptor;

/** Lets a call through to its handler when the handler's rule says so. */
final class AccessInterceptor implements HandlerInterceptor {

    private final Inspections inspections;
    private final Map<Object, Door> doors = new ConcurrentHashMap<>();

    /**
     * What a handler's annotations say.
     *
     * @param forUnconfirmed whether it is also for those who are not confirmed
     * @param personal whether what it shows may be personal
     */
    private record Door(AccessRule rule, boolean forUnconfirmed, boolean personal) {

        static Door of(Object handler) {
            return new Door(ruleOf(handler), isForUnconfirmed(handler), isPersonal(handler));
        }
    }

    AccessInterceptor(Inspections inspections) {
        this.inspections = inspections;
    }

    @Override
    public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler) {
        if (AccessInventory.isOurs(handler)) {
            Door door = doors.computeIfAbsent(handler, Door::of);
            check(door.rule(), request, door.forUnconfirmed());
            if (door.personal() && HttpMethod.GET.matches(request.getMethod())) {
                keepTheLook(door.rule(), request);
            }
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

    private static boolean isPersonal(Object handler) {
        return handler instanceof HandlerMethod method
                && !AnnotatedElementUtils.hasAnnotation(method.getBeanType(), NothingPersonal.class);
    }

    /** What somebody may see because of their role, before they see it. */
    private void keepTheLook(AccessRule rule, HttpServletRequest request) {
        switch (rule) {
            case Open open -> {}
            case AtLeast least ->
                inspections.lookedAtWhatIsForStaff(Identity.of(request).required(), least.role(), request);
            case SelfOrAtLeast least -> {
                var caller = Identity.of(request).required();
                if (!caller.is(PathPerson.of(request))) {
                    inspections.lookedAtAnother(caller, request);
                }
            }
        }
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
