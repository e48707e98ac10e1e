package io.ringkey.web.request;

import io.ringkey.api.Origin;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.core.MethodParameter;
import org.springframework.web.bind.support.WebDataBinderFactory;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.method.support.ModelAndViewContainer;

/** Hands handlers the {@link Origin} of their call. */
final class OriginArgument implements HandlerMethodArgumentResolver {

    private final Origins origins;

    OriginArgument(Origins origins) {
        this.origins = origins;
    }

    @Override
    public boolean supportsParameter(MethodParameter parameter) {
        return parameter.getParameterType() == Origin.class;
    }

    @Override
    public Origin resolveArgument(
            MethodParameter parameter,
            @Nullable ModelAndViewContainer container,
            NativeWebRequest request,
            @Nullable WebDataBinderFactory binders) {
        return origins.of(Objects.requireNonNull(request.getNativeRequest(HttpServletRequest.class)));
    }
}
