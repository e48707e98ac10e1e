package io.ringkey.web.access;

import io.ringkey.api.Caller;
import io.ringkey.web.access.Identity.Known;
import io.ringkey.web.access.Identity.Refused;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.core.MethodParameter;
import org.springframework.web.bind.support.WebDataBinderFactory;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.method.support.ModelAndViewContainer;

/** Hands handlers their {@link Caller}, and the person that a {@link PersonId} parameter names. */
final class CallerArguments implements HandlerMethodArgumentResolver {

    @Override
    public boolean supportsParameter(MethodParameter parameter) {
        return parameter.getParameterType() == Caller.class || parameter.hasParameterAnnotation(PersonId.class);
    }

    @Override
    public @Nullable Object resolveArgument(
            MethodParameter parameter,
            @Nullable ModelAndViewContainer container,
            NativeWebRequest webRequest,
            @Nullable WebDataBinderFactory binders) {
        var request = Objects.requireNonNull(webRequest.getNativeRequest(HttpServletRequest.class));
        if (parameter.hasParameterAnnotation(PersonId.class)) {
            return PathPerson.of(request);
        }
        var identity = Identity.of(request);
        if (!parameter.isOptional() || identity instanceof Refused refused && refused.isUndecided()) {
            return identity.required();
        }
        boolean unconfirmedToo = parameter.hasMethodAnnotation(AlsoUnconfirmed.class);
        return identity instanceof Known known && (known.caller().confirmed() || unconfirmedToo)
                ? known.caller()
                : null;
    }
}
