package io.ringkey.web.request;

import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.context.support.StaticWebApplicationContext;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;
import org.springframework.web.util.ServletRequestPathUtils;

class PathsFirstTest {

    @ParameterizedTest
    @CsvSource({
        "GET, /people/7, person",
        "DELETE, /people/7, forget",
        "GET, /people/7/keys/a.b, key",
        "GET, /people/7/keys/, ",
        "GET, /people/7/keys, ",
        "GET, /people/7/, ",
        "GET, //people/7, ",
        "GET, /people/7%2F8, person",
        "GET, /people, ",
        "GET, /people/, ",
        "GET, /%70eople/7, person",
        "GET, /people;v=1/7, person",
        "GET, /files, files",
        "GET, /files/a/b/c, files",
        "GET, /filest, ",
        "GET, /old/a/b, old",
        "GET, /old, old",
        "GET, /one, either",
        "GET, /other/7, either",
        "GET, /x-7, shortOne",
        "GET, /nothing, ",
    })
    void findsWhatSpringFinds(String method, String path, @Nullable String handler) throws Exception {
        assertThat(found(new PathsFirst(), method, path))
                .isEqualTo(handler)
                .isEqualTo(found(new RequestMappingHandlerMapping(), method, path));
    }

    private static @Nullable String found(RequestMappingHandlerMapping handlers, String method, String path)
            throws Exception {
        var context = new StaticWebApplicationContext();
        context.registerSingleton("handlers", Handlers.class);
        handlers.setApplicationContext(context);
        handlers.afterPropertiesSet();
        var request = new MockHttpServletRequest(method, path);
        ServletRequestPathUtils.parseAndCache(request);
        var found = handlers.getHandler(request);
        return found == null
                ? null
                : ((HandlerMethod) found.getHandler()).getMethod().getName();
    }

    @RestController
    static class Handlers {

        @GetMapping("/people/{id}")
        void person() {}

        @DeleteMapping("/people/{id}")
        void forget() {}

        @GetMapping("/people/{id}/keys/{key}")
        void key() {}

        @GetMapping("/files/{*rest}")
        void files() {}

        @GetMapping("/old/**")
        void old() {}

        @GetMapping({"/one", "/other/{id}"})
        void either() {}

        @GetMapping("/x-{id}")
        void shortOne() {}
    }
}
