package io.ringkey.web.json;

import io.ringkey.api.Failure;
import io.ringkey.api.FailureCode;
import java.io.IOException;
import java.lang.reflect.Type;
import org.springframework.core.MethodParameter;
import org.springframework.http.HttpInputMessage;
import org.springframework.http.converter.HttpMessageConverter;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.servlet.mvc.method.annotation.RequestBodyAdviceAdapter;
import tools.jackson.databind.JsonNode;

/** Reads no more of a body than its handler asks for, and no text that could not be stored. */
@ControllerAdvice
final class BodyLimits extends RequestBodyAdviceAdapter {

    @Override
    public boolean supports(
            MethodParameter parameter, Type target, Class<? extends HttpMessageConverter<?>> converter) {
        return true;
    }

    @Override
    public HttpInputMessage beforeBodyRead(
            HttpInputMessage message,
            MethodParameter parameter,
            Type target,
            Class<? extends HttpMessageConverter<?>> converter)
            throws IOException {
        var asked = parameter.getMethodAnnotation(MaxBody.class);
        return BoundedBody.of(message, asked == null ? MaxBody.DEFAULT_BYTES : asked.value());
    }

    @Override
    public Object afterBodyRead(
            Object body,
            HttpInputMessage message,
            MethodParameter parameter,
            Type target,
            Class<? extends HttpMessageConverter<?>> converter) {
        if (body instanceof JsonNode tree && !isStorable(tree)) {
            throw Failure.of(FailureCode.BODY_UNREADABLE);
        }
        return body;
    }

    private static boolean isStorable(JsonNode tree) {
        return tree.isString()
                ? StrictJson.isStorable(tree.stringValue())
                : tree.valueStream().allMatch(BodyLimits::isStorable);
    }
}
