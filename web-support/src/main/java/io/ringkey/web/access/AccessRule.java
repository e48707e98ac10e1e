package io.ringkey.web.access;

import io.ringkey.api.account.Role;
import java.lang.reflect.AnnotatedElement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.web.method.HandlerMethod;

/** Who may call a handler, as its annotations declare. */
public sealed interface AccessRule {

    /** {@link Anyone}. */
    record Open() implements AccessRule {}

    /** {@link Requires}. */
    record AtLeast(Role role) implements AccessRule {}

    /** {@link SelfOr}. */
    record SelfOrAtLeast(Role role) implements AccessRule {}

    /**
     * The rule of a handler: the method's own, else its class's; nothing where none is declared.
     *
     * @throws IllegalStateException when two are declared in one place
     */
    static Optional<AccessRule> of(HandlerMethod handler) {
        return on(handler.getMethod()).or(() -> on(handler.getBeanType()));
    }

    private static Optional<AccessRule> on(AnnotatedElement element) {
        List<AccessRule> declared = new ArrayList<>();
        if (AnnotatedElementUtils.hasAnnotation(element, Anyone.class)) {
            declared.add(new Open());
        }
        var requires = AnnotatedElementUtils.findMergedAnnotation(element, Requires.class);
        if (requires != null) {
            declared.add(new AtLeast(requires.value()));
        }
        var selfOr = AnnotatedElementUtils.findMergedAnnotation(element, SelfOr.class);
        if (selfOr != null) {
            declared.add(new SelfOrAtLeast(selfOr.value()));
        }
        if (declared.size() > 1) {
            throw new IllegalStateException(element + " declares more than one rule of access");
        }
        return declared.stream().findFirst();
    }
}
