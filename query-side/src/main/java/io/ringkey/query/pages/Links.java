package io.ringkey.query.pages;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.web.util.UriComponentsBuilder;

/** Addresses of pages that show several lists, each from a place of its own. */
final class Links {

    /**
     * The address that shows one list from elsewhere, and leaves the others where they are.
     *
     * @param cursors of the page's lists by the names of their parameters; {@code null} for a list that is at its start
     * @param cursor where the list begins, or {@code null} for its start
     */
    public String to(String path, Map<String, @Nullable String> cursors, String list, @Nullable String cursor) {
        var link = UriComponentsBuilder.fromPath(path).fragment(list);
        cursors.forEach((other, where) -> {
            String wanted = other.equals(list) ? cursor : where;
            if (wanted != null) {
                link.queryParam(other, wanted);
            }
        });
        return link.encode().toUriString();
    }

    /**
     * The address of a list with one of its conditions changed; it begins anew, unless that is where it begins.
     *
     * @param conditions by the names of their parameters; {@code cursor} is where the list begins
     * @param value what the condition becomes, or {@code null} to drop it
     */
    public String with(String path, Map<String, @Nullable String> conditions, String changed, @Nullable String value) {
        var link = UriComponentsBuilder.fromPath(path);
        var now = new LinkedHashMap<>(conditions);
        now.remove("cursor");
        now.put(changed, value);
        now.forEach((name, wanted) -> {
            if (wanted != null && !wanted.isEmpty()) {
                link.queryParam(name, "{" + name + "}");
            }
        });
        return link.encode().buildAndExpand(now).toUriString();
    }
}
