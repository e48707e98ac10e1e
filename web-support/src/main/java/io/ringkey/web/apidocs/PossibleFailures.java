package io.ringkey.web.apidocs;

import io.ringkey.api.FailureCode;
import io.ringkey.web.access.AccessRule;
import io.ringkey.web.access.PersonId;
import io.ringkey.web.cursor.Paging;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RequestPart;
import org.springframework.web.method.HandlerMethod;

/** How a handler can fail: what follows from its shape, and what it says of itself by {@link Fails}. */
final class PossibleFailures {

    private PossibleFailures() {}

    static Set<FailureCode> of(HandlerMethod handler) {
        var codes = EnumSet.of(FailureCode.TRY_LATER);
        AccessRule.of(handler).ifPresent(rule -> codes.addAll(byAccess(rule)));
        for (var parameter : handler.getMethodParameters()) {
            if (parameter.hasParameterAnnotation(RequestBody.class)) {
                codes.addAll(List.of(
                        FailureCode.BODY_UNREADABLE,
                        FailureCode.FIELD_INVALID,
                        FailureCode.FIELD_UNKNOWN,
                        FailureCode.BODY_TOO_LARGE,
                        FailureCode.MEDIA_TYPE_UNSUPPORTED));
            }
            if (parameter.hasParameterAnnotation(RequestPart.class)) {
                codes.addAll(List.of(
                        FailureCode.BODY_UNREADABLE,
                        FailureCode.FIELD_INVALID,
                        FailureCode.BODY_TOO_LARGE,
                        FailureCode.MEDIA_TYPE_UNSUPPORTED));
            }
            if (parameter.hasParameterAnnotation(RequestParam.class) || parameter.getParameterType() == Paging.class) {
                codes.add(FailureCode.FIELD_INVALID);
            }
            if (parameter.hasParameterAnnotation(PathVariable.class)
                    || parameter.hasParameterAnnotation(PersonId.class)) {
                codes.add(FailureCode.NOT_FOUND);
            }
        }
        var said = handler.getMethodAnnotation(Fails.class);
        if (said != null) {
            codes.addAll(Arrays.asList(said.value()));
        }
        return codes;
    }

    private static List<FailureCode> byAccess(AccessRule rule) {
        return switch (rule) {
            case AccessRule.Open open -> List.of();
            case AccessRule.AtLeast least ->
                List.of(
                        FailureCode.TOKEN_INVALID,
                        FailureCode.ROLE_MISSING,
                        FailureCode.PERSON_BLOCKED,
                        FailureCode.PERSON_UNCONFIRMED,
                        FailureCode.CSRF_MISSING);
            case AccessRule.SelfOrAtLeast least ->
                List.of(
                        FailureCode.TOKEN_INVALID,
                        FailureCode.ROLE_MISSING,
                        FailureCode.PERSON_BLOCKED,
                        FailureCode.PERSON_UNCONFIRMED,
                        FailureCode.CSRF_MISSING,
                        FailureCode.NOT_FOUND);
        };
    }
}
