package io.ringkey.web.access;

import io.ringkey.api.Caller;
import io.ringkey.web.access.Identity.Known;
import io.ringkey.web.access.Identity.Refused;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.springframework.core.MethodParameter;
import org.springframework.web.bind.support.WebDataBinderFactory;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.method.support.ModelAndViewContainer;

/** Hands handlers their {@link Caller}, and the person that a {@link PersonId} parameter names. */
final class CallerArguments implements HandlerMethodArgumentResolver {

    /** What a parameter's annotations say, which takes longer to read than the rest of a call to find out who calls. */
    private final Map<MethodParameter, Wish> wishes = new ConcurrentHashMap<>();

    /**
     * What a handler wants of its caller.
     *
     * @param required whether it does nothing for callers who are not known
     * @param unconfirmedToo whether it is also for those who are not confirmed
     */
    private record Wish(boolean required, boolean unconfirmedToo) {

        static Wish of(MethodParameter parameter) {
            return new Wish(!parameter.isOptional(), parameter.hasMethodAnnotation(AlsoUnconfirmed.class));
        }
    }

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
        Wish wish = wishes.computeIfAbsent(parameter, Wish::of);
        if (wish.required() || identity instanceof Refused refused && refused.isUndecided()) {
            return identity.required();
        }
        return identity instanceof Known known && (known.caller().confirmed() || wish.unconfirmedToo())
                ? known.caller()
                : null;
    }
}
