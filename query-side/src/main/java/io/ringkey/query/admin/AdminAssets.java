package io.ringkey.query.admin;

import java.time.Duration;
import org.springframework.http.CacheControl;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.config.annotation.ResourceHandlerRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/** The page's style and scripts. */
@Component
class AdminAssets implements WebMvcConfigurer {

    @Override
    public void addResourceHandlers(ResourceHandlerRegistry registry) {
        registry.addResourceHandler("/admin/assets/*.css", "/admin/assets/*.js")
                .addResourceLocations("classpath:/ringkey/admin/")
                .setCacheControl(CacheControl.maxAge(Duration.ofHours(1)));
    }
}
