package io.ringkey.query.pages;

import java.time.Duration;
import org.springframework.http.CacheControl;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.config.annotation.ResourceHandlerRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;
import org.webjars.WebJarVersionLocator;

/** The pages' style and scripts. */
@Component
class PageAssets implements WebMvcConfigurer {

    @Override
    public void addResourceHandlers(ResourceHandlerRegistry registry) {
        registry.addResourceHandler("/assets/htmx*.js")
                .addResourceLocations("classpath:/META-INF/resources/webjars/htmx.org/"
                        + new WebJarVersionLocator().version("htmx.org") + "/dist/")
                .setCacheControl(CacheControl.maxAge(Duration.ofHours(1)));
        registry.addResourceHandler("/assets/*.css", "/assets/*.js", "/assets/*.svg")
                .addResourceLocations("classpath:/ringkey/pages/")
                .setCacheControl(CacheControl.maxAge(Duration.ofHours(1)));
    }
}
