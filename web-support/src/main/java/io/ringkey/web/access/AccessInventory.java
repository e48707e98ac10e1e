package io.ringkey.web.access;

import java.util.ArrayList;
import java.util.List;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.boot.webmvc.error.ErrorController;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/**
 * All endpoints with their rules. The program does not start while a handler of ours says nothing about who may call it
 * (closed by default), or is mapped with a trailing slash, which no call would ever reach.
 */
public final class AccessInventory implements SmartInitializingSingleton {

    private static final String OURS = "io.ringkey.";

    private final ObjectProvider<RequestMappingHandlerMapping> mappings;
    private volatile List<Endpoint> endpoints = List.of();

    AccessInventory(ObjectProvider<RequestMappingHandlerMapping> mappings) {
        this.mappings = mappings;
    }

    /**
     * One way to call the service.
     *
     * @param method {@code GET}, or {@code *} for any
     * @param path with its variables in braces
     */
    public record Endpoint(String method, String path, AccessRule rule) {}

    /** Every endpoint of ours; empty until the context has started. */
    public List<Endpoint> endpoints() {
        return endpoints;
    }

    @Override
    public void afterSingletonsInstantiated() {
        var found = new ArrayList<Endpoint>();
        var faults = new ArrayList<String>();
        mappings.forEach(mapping -> mapping.getHandlerMethods().forEach((info, handler) -> {
            if (isOurs(handler)) {
                examine(info, handler, found, faults);
            }
        }));
        if (!faults.isEmpty()) {
            throw new IllegalStateException(String.join("; ", faults));
        }
        endpoints = List.copyOf(found);
    }

    private static void examine(
            RequestMappingInfo info, HandlerMethod handler, List<Endpoint> found, List<String> faults) {
        var rule = AccessRule.of(handler);
        if (rule.isEmpty()) {
            faults.add(handler + " says nothing about who may call it: @Anyone, @Requires or @SelfOr");
            return;
        }
        for (var path : info.getPatternValues()) {
            if (path.length() > 1 && path.endsWith("/")) {
                faults.add(handler + " is mapped with a trailing slash: " + path);
            }
            if (rule.get() instanceof AccessRule.SelfOrAtLeast && !path.contains("{" + PathPerson.VARIABLE + "}")) {
                faults.add(handler + " is for the person in the path, but names none: " + path);
            }
            var methods = info.getMethodsCondition().getMethods();
            if (methods.isEmpty()) {
                found.add(new Endpoint("*", path, rule.get()));
            }
            methods.forEach(method -> found.add(new Endpoint(method.name(), path, rule.get())));
        }
    }

    static boolean isOurs(Object handler) {
        return handler instanceof HandlerMethod method
                ? method.getBeanType().getName().startsWith(OURS)
                        && !ErrorController.class.isAssignableFrom(method.getBeanType())
                : handler.getClass().getName().startsWith(OURS);
    }
}
