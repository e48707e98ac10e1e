package io.ringkey.web.request;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.springframework.http.server.PathContainer;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;
import org.springframework.web.util.ServletRequestPathUtils;

/**
 * Finds a call's handler by its path first. Spring tries all whose paths have variables, and compares the path last, after the
 * method and all that headers say: a tenth of the time of reading a profile.
 */
final class PathsFirst extends RequestMappingHandlerMapping {

    private final Map<RequestMappingInfo, Form> forms = new ConcurrentHashMap<>();

    /**
     * What the paths of a handler have in common.
     *
     * @param beginning up to what may be anything; empty where there is no one beginning
     * @param parts how many there are, slashes among them, or {@link #ANY} where that may differ
     */
    private record Form(String beginning, int parts) {

        private static final int ANY = -1;

        static Form of(RequestMappingInfo handled) {
            var patterns = handled.getPatternValues();
            return patterns.size() == 1 ? of(patterns.iterator().next()) : new Form("", ANY);
        }

        private static Form of(String pattern) {
            int end = 0;
            while (end < pattern.length() && "{*?".indexOf(pattern.charAt(end)) < 0) {
                end++;
            }
            // What may stand for any number of parts may stand for none.
            String beginning = end > 0 && pattern.charAt(end - 1) == '/'
                    ? pattern.substring(0, end - 1)
                    : pattern.substring(0, end);
            return new Form(beginning, pattern.indexOf('*') < 0 ? partsOf(PathContainer.parsePath(pattern)) : ANY);
        }

        private static int partsOf(PathContainer path) {
            return path.elements().size();
        }

        /** Whether a path may be of this form. What is spelt another way, or with more than a path, is for Spring to tell. */
        boolean mayBe(PathContainer path) {
            String text = path.value();
            return text.startsWith(beginning) && (parts == ANY || parts == partsOf(path))
                    || text.indexOf('%') >= 0
                    || text.indexOf(';') >= 0;
        }
    }

    @Override
    protected @Nullable RequestMappingInfo getMatchingMapping(RequestMappingInfo handled, HttpServletRequest request) {
        PathContainer path =
                ServletRequestPathUtils.getParsedRequestPath(request).pathWithinApplication();
        return forms.computeIfAbsent(handled, Form::of).mayBe(path) ? super.getMatchingMapping(handled, request) : null;
    }
}
