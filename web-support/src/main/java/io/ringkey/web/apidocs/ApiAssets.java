package io.ringkey.web.apidocs;

import java.time.Duration;
import org.springframework.http.CacheControl;
import org.springframework.web.servlet.config.annotation.ResourceHandlerRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;
import org.webjars.WebJarVersionLocator;

/** The scripts and styles of {@link ApiPages}. */
final class ApiAssets implements WebMvcConfigurer {

    private static final CacheControl A_WHILE = CacheControl.maxAge(Duration.ofHours(1));

    @Override
    public void addResourceHandlers(ResourceHandlerRegistry registry) {
        var version = new WebJarVersionLocator().version("swagger-ui");
        registry.addResourceHandler("/swagger/assets/**")
                .addResourceLocations(
                        "classpath:/ringkey/apidocs/swagger/",
                        "classpath:/META-INF/resources/webjars/swagger-ui/" + version + "/")
                .setCacheControl(A_WHILE);
        registry.addResourceHandler("/redoc/assets/**")
                .addResourceLocations("classpath:/ringkey/apidocs/redoc/")
                .setCacheControl(A_WHILE);
    }
}
