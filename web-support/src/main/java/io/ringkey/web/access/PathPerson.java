package io.ringkey.web.access;

import io.ringkey.api.Failure;
import io.ringkey.api.FailureCode;
import io.ringkey.api.account.AccountId;
import jakarta.servlet.ServletRequest;
import java.util.Map;
import java.util.regex.Pattern;
import org.springframework.web.servlet.HandlerMapping;

/** The person that a path names. */
final class PathPerson {

    static final String VARIABLE = "user_id";
    private static final String CALLER = "me";
    private static final Pattern ID = Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");

    private PathPerson() {}

    static AccountId of(ServletRequest request) {
        var variables = request.getAttribute(HandlerMapping.URI_TEMPLATE_VARIABLES_ATTRIBUTE);
        var text = variables instanceof Map<?, ?> map ? String.valueOf(map.get(VARIABLE)) : "";
        if (text.equals(CALLER)) {
            return Identity.of(request).required().account();
        }
        if (!ID.matcher(text).matches()) {
            throw Failure.of(FailureCode.NOT_FOUND);
        }
        return AccountId.parse(text);
    }
}
